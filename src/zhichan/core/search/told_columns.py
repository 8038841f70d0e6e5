"""Columns of tables and files of hits, from what hits tell (检索结果的列)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.exports.cells import Cell, folded_text
from zhichan.core.search.collection import Hit, HitColumn, SearchField, Sort

DAY_FORMAT = "yyyy-mm-dd"


def fact(name: str) -> Callable[[Hit], Cell]:
    """What a hit tells under this name; of a value of a list the word for it."""
    return lambda hit: folded_text(hit.coded[name][1] if name in hit.coded else hit.facts[name]) or None


def text(name: str) -> Callable[[Hit], Cell]:
    return lambda hit: folded_text(hit.texts[name]) or None


def day(name: str) -> Callable[[Hit], Cell]:
    """A day; words where there is none, as of a task without an end, stand as they are."""

    def cell(hit: Hit) -> Cell:
        said = hit.facts[name]
        try:
            return date.fromisoformat(said) if said else None
        except ValueError:
            return said

    return cell


def figure(name: str) -> Callable[[Hit], Cell]:
    return lambda hit: int(hit.facts[name]) if hit.facts[name] else None


_FORMATS = {Sort.DAY: DAY_FORMAT, Sort.NUMBER: "0"}
_TOLD = {Sort.DAY: day, Sort.NUMBER: figure}


def columns_of(
    fields: Sequence[SearchField],
    facts: Sequence[str],
    texts: Sequence[str] = (),
    *,
    number: str = "number",
    title: str = "title",
) -> tuple[HitColumn, ...]:
    """The number, the title, some facts and texts under the names of their fields, and the address.

    ``number``, ``title``: the fields that hold those of a hit.
    """
    by_name = {one.name: one for one in fields}
    found = [
        HitColumn(
            name,
            by_name[name].label,
            _TOLD.get(by_name[name].sort, fact)(name),
            number_format=_FORMATS.get(by_name[name].sort, "@"),
        )
        for name in facts
    ]
    return (
        HitColumn("number", by_name[number].label, lambda hit: hit.number, 20),
        HitColumn("title", by_name[title].label, lambda hit: folded_text(hit.title), 44),
        *found,
        *(HitColumn(name, by_name[name].label, text(name), 32) for name in texts),
        HitColumn("url", _("地址"), lambda hit: hit.url, 24),
    )
