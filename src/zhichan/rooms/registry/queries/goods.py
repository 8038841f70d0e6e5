"""Goods and services by their names, as the register has the classification (商品和服务查询)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import groupby
from operator import and_

from django.db.models import Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.folding import plain
from zhichan.core.registers.ledger import ledger_address, register_address
from zhichan.rooms.registry.models import GoodsItem
from zhichan.rooms.registry.models.goods import GOODS_ITEMS
from zhichan.rooms.registry.nice_classes import CLASSES_HOLD

MOST_ITEMS = 2_000
MOST_WORDS = 8


@dataclass(frozen=True)
class GoodsGroup:
    """A similar group and those of its items that were asked for. ``is_exact``: one is called just so."""

    code: str
    name: str
    nice_class: str
    class_label: str
    items: Sequence[tuple[str, str]]
    is_exact: bool


@dataclass(frozen=True)
class Edition:
    """What the newest row of the table came with: ``source`` as whoever brought it in wrote it, else the name
    of the file."""

    source: str
    person: str
    known_at: datetime


@dataclass(frozen=True)
class GoodsFound:
    """``classes``: by their numbers, with what they hold; they need no table. ``is_cut``: more items were
    found than are looked through. ``edition``: none without a table. ``import_url``: where a table is
    imported, for who may; else empty."""

    groups: Sequence[GoodsGroup]
    count: int
    is_cut: bool
    edition: Edition | None
    table_url: str
    import_url: str
    classes: Sequence[tuple[int, str]] = ()


def goods_called(words: str, actor: Actor) -> GoodsFound:
    """Groups with an item that has every word in its name, in its group's name, or as its code.

    Those first where an item is called just so, then those with most items. O(items of the table).
    """
    table = GOODS_ITEMS.current(actor)
    import_url = ledger_address(GOODS_ITEMS) if may(actor, GOODS_ITEMS.edit) else ""
    asked = plain(words).split()[:MOST_WORDS]
    if not asked:
        return GoodsFound([], 0, False, _edition(table), register_address(GOODS_ITEMS), import_url)
    rows = list(
        table.filter(reduce(and_, map(_having, asked))).order_by("group", "code", "pk")[: MOST_ITEMS + 1]
    )
    kept = rows[:MOST_ITEMS]
    groups = [_group(list(items), "".join(asked)) for _code, items in groupby(kept, lambda row: row.group)]
    groups.sort(key=lambda one: (not one.is_exact, -len(one.items), one.code))
    is_cut = len(rows) > MOST_ITEMS
    url = register_address(GOODS_ITEMS)
    return GoodsFound(groups, len(kept), is_cut, _edition(table), url, import_url, _classes(asked))


def _classes(asked: Sequence[str]) -> list[tuple[int, str]]:
    """Those that have every word in what they hold, or as their number."""
    named = ((number, str(name)) for number, name in CLASSES_HOLD.items())
    return [
        (number, name)
        for number, name in named
        if all(word in plain(name) or word.lstrip("0") == str(number) for word in asked)
    ]


def _edition(table: QuerySet[GoodsItem]) -> Edition | None:
    newest = table.select_related("person", "batch__person").order_by("-pk").first()
    if newest is None:
        return None
    batch = newest.batch
    person = newest.person or (batch.person if batch else None)
    source = newest.source or (batch.source or batch.file_name if batch else "")
    return Edition(source, person.name if person else "", newest.known_at)


def _having(word: str) -> Q:
    named = Q(name__icontains=word) | Q(group_name__icontains=word) | Q(code__iexact=word)
    is_number = word.isascii() and word.isdigit() and len(word) <= 4
    return named | Q(group__startswith=word.zfill(2)) if is_number else named


def _group(rows: Sequence[GoodsItem], asked: str) -> GoodsGroup:
    first = rows[0]
    return GoodsGroup(
        first.group,
        first.group_name,
        first.nice_class,
        str(first.get_nice_class_display()),
        [(row.code, row.name) for row in rows if row.name],
        any(plain(row.name) == asked for row in rows),
    )
