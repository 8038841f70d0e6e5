"""The values chosen from facets in words (已选筛选), as pages and files tell them."""

from __future__ import annotations

from collections.abc import Sequence

from zhichan.core.search.collection import Collection
from zhichan.rooms.search.asked import YEARS, years_of


def chosen_value(name: str, value: str, collection: Collection) -> tuple[str, str] | None:
    """What a field is headed and its value is called; None for a field that is no more there."""
    field = collection.by_name.get(name)
    if field is None:
        return None
    if YEARS in value and (years := years_of(value)):
        return field.head, f"{years[0]}—{years[1]}"
    words = field.words([value]) if field.words else {}
    return field.head, words.get(value, value)


def chosen_words(chosen: Sequence[tuple[str, str]], collection: Collection) -> str:
    """As people read them: ``类型：发明；申请日：2024``. A field that is no more there is left out."""
    told = (chosen_value(name, value, collection) for name, value in chosen)
    return "；".join("：".join(one) for one in told if one is not None)
