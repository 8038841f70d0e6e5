"""Reading the rights table: one csv file per part in ``tests/rights_table/``, written by hand.

Each row says what every role may do, independently of the program:

    kind   page (an address by its name), api (an operation by its name) or right (by its code)
    name   the name
    then one column per role, and ``public`` for somebody who has not signed in

Cells of pages and operations: ``yes`` answers for any unit's object; ``own`` answers for one's own unit's
object and is "not found" for another's; ``yes / not allowed`` answers for one's own unit's object and says
that another's, which one may see, is not for one to change; ``no`` is "not found"; ``not allowed`` says so;
``login`` leads to the sign-in page; ``token`` asks for a token (api only). Cells of rights: ``all``, ``own``
or ``no``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from zhichan.core.access.roles import Role

FOLDER = Path(__file__).parent / "rights_table"
KINDS = {
    "page": {"yes", "own", "yes / not allowed", "no", "not allowed", "login"},
    "api": {"yes", "own", "yes / not allowed", "no", "not allowed", "token"},
    "right": {"all", "own", "no"},
}
AT_ONCE = 12


def portions(names: set[str]) -> list[list[str]]:
    """The names in order, a dozen at once: what a test makes beforehand is made once for all of them."""
    ordered = sorted(names)
    return [ordered[at : at + AT_ONCE] for at in range(0, len(ordered), AT_ONCE)]


def first_of(names: list[str]) -> str:
    """What pytest calls a portion."""
    return names[0]


@dataclass(frozen=True)
class Row:
    kind: str
    name: str
    cells: dict[Role, str]


def rows(kind: str) -> dict[str, Row]:
    """The rows of one kind from every file, by name; a cell that cannot be read fails the test run."""
    found: dict[str, Row] = {}
    for path in sorted(FOLDER.glob("*.csv")):
        for line in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            if line["kind"] != kind:
                assert line["kind"] in KINDS, f"{path.name}: {line}"
                continue
            assert line["name"] not in found, f"{path.name}: {kind} {line['name']} stands in the table twice"
            cells = {role: line[role.value].strip() for role in Role}
            assert set(cells.values()) <= KINDS[kind], f"{path.name}: {kind} {line['name']}: {cells}"
            found[line["name"]] = Row(kind, line["name"], cells)
    return found
