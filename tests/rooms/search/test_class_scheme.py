"""A class with all that stands under it, by the dots of a registered scheme."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.utils import timezone

from tests.rooms.registry.files import row
from zhichan.core.access.actor import system_actor
from zhichan.core.registers.actions import Entry, record_row
from zhichan.core.search.asking import Question, ask
from zhichan.core.search.language.errors import QueryError
from zhichan.rooms.registry.models import IpcSymbol
from zhichan.rooms.registry.models.ipc_symbol import IPC_SYMBOLS
from zhichan.rooms.registry.queries.ipc_scheme import groups_below

from .finding import indexed

pytestmark = pytest.mark.django_db
SCHEME = (
    ("H01M10/00", 0), ("H01M10/04", 1), ("H01M10/0413", 2), ("H01M10/05", 1), ("H01M10/052", 2),
    ("H01M10/0525", 3), ("H01M10/054", 2), ("H01M10/06", 1), ("H01M100/00", 0), ("H01M100/05", 1),
)  # fmt: skip


def scheme(lines=SCHEME) -> None:
    for symbol, dots in lines:
        values = {"symbol": symbol, "dots": dots, "title": "", "edition": "2026.01"}
        record_row(
            IPC_SYMBOLS, Entry(values, date(2026, 1, 1), "公布"), by=system_actor("test"), at=timezone.now()
        )


def found(line: str, officer) -> set[str]:
    return {hit.facts["ipc"] for hit in ask(Question("patent", line, limit=100), officer).hits}


def test_a_group_is_asked_with_those_under_it(officer) -> None:
    scheme()
    classes = [symbol for symbol, _dots in SCHEME]
    indexed([row(nth, 主分类号=symbol) for nth, symbol in enumerate(classes, 1)], officer)
    assert found("IPC=H01M10/052/下位", officer) == {"H01M10/052", "H01M10/0525"}
    assert found("IPC=h01m 10/05/LOW", officer) == set(classes[3:7])
    assert found('IPC="H01M 10/05/low"', officer) == set(classes[3:7])
    assert found("IPC=H01M10/04/下位", officer) == {"H01M10/04", "H01M10/0413"}
    assert found("IPC=(H01M10/06/下位 OR H01M100/05/下位)", officer) == {"H01M10/06", "H01M100/05"}
    assert found("MIPC=H01M10/00/下位", officer) == {*classes[:8]}
    assert found("IPC=H01M/下位", officer) == set(classes)
    assert found("IPC=H01M10/05", officer) == set(classes[3:7])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("IPC=H01M10/99/下位", "没有 H01M10/99"),
        ("RG=120115/下位", "没有下位"),
    ],
)
def test_what_has_nothing_under_it_is_refused_where_it_stands(officer, line: str, said: str) -> None:
    scheme()
    with pytest.raises(QueryError) as refused:
        ask(Question("patent", line), officer)
    assert said in str(refused.value)
    assert line[refused.value.start :].startswith(line.partition("=")[2])


def test_the_groups_under_each_are_those_whose_chain_of_parents_holds_it() -> None:
    chance = random.Random(4)
    numbers = sorted({f"{chance.randrange(1, 9999):04d}" for _nth in range(60)})
    dots = [1]
    for _number in numbers[1:]:
        dots.append(chance.randrange(1, dots[-1] + 2))
    lines = [(f"A01B1/{number}", depth) for number, depth in zip(numbers, dots, strict=True)]
    IpcSymbol.objects.bulk_create(
        IpcSymbol(symbol=symbol, dots=depth, is_shown=True, known_at=timezone.now())
        for symbol, depth in lines
    )
    parents: dict[str, list[str]] = {}
    above: list[tuple[str, int]] = []
    for symbol, depth in lines:
        above = [one for one in above if one[1] < depth]
        parents[symbol] = [one for one, _depth in above]
        above.append((symbol, depth))
    for symbol, _depth in lines:
        under = {one for one, chain in parents.items() if symbol in chain}
        assert set(groups_below(symbol) or ()) == {symbol, *under}
    assert groups_below("A01B1/00") == ["A01B1/*"]
