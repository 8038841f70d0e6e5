"""Abstracts, classes and citations of the demo's patents (示例), brought in by a file as an office has it.

A patent cites the first of its own firm, an earlier one of it and an earlier one of another, each by the
number of its document; some cite one that the register does not have.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.core.registers.actions.batches import Incoming, begin_batch, stage_batch
from zhichan.core.registers.actions.commit import commit_batch
from zhichan.core.registers.importing.intake import intake_of
from zhichan.rooms.registry.demo.rights import FIRMS, at_nine
from zhichan.rooms.registry.formats import recognise
from zhichan.rooms.registry.kinds import application_number_text
from zhichan.rooms.registry.models import Patent

FILE_NAME = "示例专利摘要与引用.csv"
HEADINGS = ("申请号", "专利名称", "摘要", "CPC分类号", "引用文献")
DAYS_AGO = 35
OWN_BEFORE, OTHERS_BEFORE = len(FIRMS), len(FIRMS) * 2 + 4
# Of every so many patents one cites a document that is not here; its number is of no office's series.
FOREIGN_EVERY, FOREIGN = 4, "US995000{serial:03d}B2"
CPC = {"E04B1/58": "E04B2001/5806", "G06Q10/04": "G06Q10/06311", "F21S41/14": "F21S41/143"}


def load_texts(today: date) -> None:
    """Take the file in, five weeks ago; it names the patents that were known then."""
    on = today - timedelta(days=DAYS_AGO)
    officer, at = actor_of(Person.objects.get(username="guihua"), on), at_nine(on)
    known = Patent.objects.filter(is_sample=True, known_at__lt=at).exclude(grant_number="")
    patents = list(known.order_by("filed_on", "pk"))
    if not patents:
        return
    content = _file(patents)
    layout = recognise(content).format
    incoming = Incoming(content, FILE_NAME, layout.name, "text/csv")
    batch = begin_batch(intake_of(layout.kind, layout.label), incoming, by=officer, at=at)
    for _done in stage_batch(batch, layout.read(content), by=officer, at=at):
        pass
    for _done in commit_batch(batch.pk, by=officer, at=at):
        pass


def _file(patents: Sequence[Patent]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([HEADINGS, *_rows(patents)])
    return written.getvalue().encode()


def _rows(patents: Sequence[Patent]) -> Iterator[tuple[str, ...]]:
    first: dict[str, Patent] = {}
    for place, patent in enumerate(patents):
        before = [patents[place - step] for step in (OWN_BEFORE, OTHERS_BEFORE) if step <= place]
        if (own := first.setdefault(patent.holder_ids, patent)) is not patent:
            before = [own, *before]
        cited = list(dict.fromkeys(one.publication_number or one.grant_number for one in before))
        if place % FOREIGN_EVERY == 0:
            cited.append(FOREIGN.format(serial=place))
        yield (
            application_number_text(patent.number),
            patent.title,
            _abstract(patent),
            CPC.get(patent.ipc_main, patent.ipc_main),
            "；".join(cited),
        )


def _abstract(patent: Patent) -> str:
    subject = patent.title.partition("（")[0]
    return f"本示例公开一种{subject}。这段文字只用来说明检索和引用怎样显示，不是真实的技术方案。"
