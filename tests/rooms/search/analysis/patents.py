"""Patents made up for analysis, some without this and some without that, and what they count."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from zhichan.core.people.models import Person
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.models import Party, Patent, PatentText

AT = datetime(2026, 2, 10, 4, tzinfo=UTC)
NAMES = (
    "云川示例机械有限公司",
    "云川示例电池有限公司",
    "云川示例大学",
    "云川示例材料研究院",
    "云川示例钢管厂",
)
OLD_NAME = "云川示例机械厂"
NEWCOMER = "云川示例新来公司"
INVENTORS = ("甲示例", "乙示例", "丙示例", "丁示例")
CLASSES = ("B23K37/00", "B23K9/16", "H01M10/0525", "H01M10/0567", "H01M4/13", "C21D1/26", "G01N3/00")
WORDS = ("焊接", "电池", "隔膜", "热处理", "强度", "成本", "寿命")


@dataclass
class Plain:
    """A patent as plain values, for whoever counts without the product."""

    id: int
    title: str
    kind: str
    status: str
    public_class: str
    filed_on: date | None
    published_on: date | None
    granted_on: date | None
    holders: list[str]
    owners: list[str]
    inventors: list[str]
    ipc_main: str
    ipc: list[str]
    region: str
    family: str
    cpc: list[str]
    citations: list[str]
    unit: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def classes(self) -> list[str]:
        return list(dict.fromkeys(one for one in (self.ipc_main, *self.ipc) if one))

    @property
    def counted(self) -> str:
        return f"F{self.family}" if self.family else str(self.id)


def parties() -> dict[str, Party]:
    """The holders; one of them was found to be the same as another under its old name."""
    made = {
        name: Party.objects.create(kind="organisation", name=name, source="test", known_at=AT)
        for name in (*NAMES, NEWCOMER)
    }
    old = Party(kind="organisation", name=OLD_NAME, source="test", known_at=AT, joined_to=made[NAMES[0]])
    old.save()
    return {**made, OLD_NAME: old}


def made_patents(count: int, units: Sequence[Any], seed: int = 7) -> list[Plain]:
    """So many in the register and in the index, the same each time."""
    chance, known = random.Random(seed), parties()
    rows, plain = [], []
    for serial in range(count):
        row = _row(chance, serial, known)
        row.owner_unit = units[serial % len(units)]
        rows.append(row)
    Patent.objects.bulk_create(rows)
    names = {party.pk: name for name, party in known.items()}
    texts = _texts(rows, random.Random(seed + 1))
    for row in rows:
        holders = [names[int(key)] for key in row.holder_ids.split("、") if key]
        plain.append(
            Plain(
                row.pk, row.title, row.kind, row.status, row.public_class,
                row.filed_on, row.published_on, row.granted_on,
                holders,
                list(dict.fromkeys(NAMES[0] if name == OLD_NAME else name for name in holders)),
                list(dict.fromkeys(one for one in row.inventors.split("；") if one)),
                row.ipc_main, [one for one in row.ipc.split("；") if one],
                row.region, row.family, *texts[row.pk], row.owner_unit_id,
            )
        )  # fmt: skip
    bring_up_to_date(wait=True)
    return plain


def _texts(rows: Sequence[Patent], chance: random.Random) -> dict[int, tuple[list[str], list[str]]]:
    """Classes of the CPC and cited documents, of some of the patents."""
    person = Person.objects.create(username="reader", name="登记人", created_at=AT)
    made = {}
    for row in rows:
        cpc = chance.sample((*CLASSES, "Y02E60/10"), chance.choice((0, 1, 2, 4)))
        cited = chance.sample(
            [f"CN10210{nth:04d}{'AB'[row.pk % 2]}" for nth in range(9)], chance.choice((0, 0, 1, 3))
        )
        said = {"cpc": "；".join(cpc), "citations": "；".join(cited), "known_at": AT}
        PatentText.objects.create(patent=row, person=person, source="test", **said)
        made[row.pk] = (cpc, cited)
    return made


def _row(chance: random.Random, serial: int, known: dict[str, Party]) -> Patent:
    filed = date(2012, 1, 1) + timedelta(days=chance.randrange(5000)) if chance.random() < 0.95 else None
    is_granted = filed is not None and chance.random() < 0.6
    is_late = filed is not None and filed.year >= 2024
    able = [name for name in known if name != NEWCOMER or is_late]
    holders = chance.sample(able, chance.choice((0, 1, 1, 1, 2, 3)))
    public = chance.choice(("in_force", "ended")) if is_granted else "pending"
    return Patent(
        number=f"CN20{serial:010d}",
        kind=chance.choice(("invention", "invention", "utility_model", "design")),
        title="".join(chance.sample(WORDS, chance.choice((1, 2, 3)))) + "装置",
        status={"in_force": "granted", "ended": "lapsed", "pending": "published"}[public],
        public_class=public,
        filed_on=filed,
        published_on=filed + timedelta(days=500) if filed and chance.random() < 0.8 else None,
        granted_on=filed + timedelta(days=chance.randrange(300, 1200)) if filed and is_granted else None,
        holder_ids="、".join(str(known[name].pk) for name in holders),
        holder=known[holders[0]] if holders else None,
        inventors="；".join(chance.sample(INVENTORS, chance.choice((0, 1, 2, 3)))),
        ipc_main=(main := chance.choice((*CLASSES, ""))),
        ipc="；".join(chance.sample(CLASSES, chance.choice((0, 1, 2)))) if main else "",
        region=chance.choice(("120118", "120118001", "120119", "")),
        family=f"fam{chance.randrange(30)}" if chance.random() < 0.4 else "",
        source="test",
        known_at=AT,
    )


def number_of(rows: Iterable[Plain], by_family: bool) -> int:
    """What some rows count: patents, or families."""
    return len({row.counted if by_family else str(row.id) for row in rows})
