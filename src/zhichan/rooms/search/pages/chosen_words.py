"""The values chosen from facets in words (已选筛选)."""

from __future__ import annotations

from collections.abc import Sequence

from zhichan.core.search.collection import Collection


def chosen_words(chosen: Sequence[tuple[str, str]], collection: Collection) -> str:
    """As people read them: ``类型：发明；申请日：2024``. A field that is no more there is left out."""
    said = []
    for name, value in chosen:
        field = collection.by_name.get(name)
        if field is not None:
            words = field.words([value]) if field.words else {}
            said.append(f"{field.label}：{words.get(value, value)}")
    return "；".join(said)
