"""A plan promises the same whether it comes as text, web page, Word document or PDF."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.rooms.plan.reading import rendering
from tests.rooms.plan.reading.plan_texts import PLANS
from zhichan.rooms.plan.reading.folding import fold_key
from zhichan.rooms.plan.reading.model import PlanReading
from zhichan.rooms.plan.reading.read import read_plan

# In a page each hard-wrapped line would be a paragraph, and a sheet has no blanks at the end of a line.
LEFT_OUT = ("wrapped", "blank_divided")
TEXTS = {
    path.stem: path for path in sorted(PLANS.glob("*.txt")) if not any(word in path.stem for word in LEFT_OUT)
}
DRESSES: dict[str, Callable[[str], bytes]] = {
    "html": rendering.as_html,
    "gb18030 html": lambda text: rendering.as_html(text, charset="gb18030"),
    "docx": rendering.as_docx,
    "docx without heading styles": lambda text: rendering.as_docx(text, headings=False),
    "pdf": rendering.as_pdf,
    "pdf in small print": lambda text: rendering.as_pdf(text, size=12, running_head="政府公报"),
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16": lambda text: text.encode("utf-16"),
}


def promises(reading: PlanReading) -> dict[str, object]:
    """What was found, without spans, blanks and evidence."""
    facts = reading.document
    return {
        "title": [fold_key(facts.title or ""), fold_key(facts.container_title or "")],
        "issuers": [fold_key(issuer) for issuer in facts.issuers],
        "number": (facts.doc_number_normal, facts.basis),
        "dates": [(one.role, one.date) for one in facts.dates if one.role != "posted"],
        "region": facts.region,
        "period": facts.period and (facts.period.start, facts.period.end),
        "targets": [
            (fold_key(one.name), one.unit, one.baseline, one.target, one.nature, one.source)
            for one in reading.targets
        ],
        "tasks": [
            (one.kind, one.number, fold_key(one.text), one.mode, one.lead, one.participants, one.deadline)
            for one in reading.tasks
        ],
        "boxes": [(one.number, fold_key(one.title), len(one.items)) for one in reading.boxes],
        "money": [(one.amount, one.amount_min, one.amount_max, one.unit) for one in reading.money_rules],
        "instruments": [fold_key(one.title) for one in reading.instruments],
    }


@cache
def plain_promises(path: Path) -> dict[str, object]:
    """What the text itself promises; each is held against several dresses."""
    return promises(read_plan(path.read_bytes(), "x"))


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", TEXTS)
def test_an_invented_plan_reads_alike_in_every_dress(name: str, dress: str) -> None:
    text = TEXTS[name].read_text(encoding="utf-8")
    assert promises(read_plan(DRESSES[dress](text), "x")) == plain_promises(TEXTS[name])


@pytest.mark.parametrize("dress", DRESSES)
def test_a_real_document_reads_alike_in_every_dress(dress: str, seeds: list[Path]) -> None:
    for path in seeds:
        text = path.read_text(encoding="utf-8")
        found, expected = promises(read_plan(DRESSES[dress](text), "x")), plain_promises(path)
        for part in ("targets", "tasks", "boxes", "money"):
            assert found[part] == expected[part], f"{path.name}: {part}"
