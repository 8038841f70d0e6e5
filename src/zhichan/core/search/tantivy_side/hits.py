"""What a search of Tantivy gives, with its types (命中): the stubs of tantivy-py 0.27 leave some out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tantivy

from zhichan.core.search.tantivy_side.careful import CarefulSearcher


def count_in(found: Any) -> int:
    """How many records matched; the search must have been asked to count."""
    return int(found.count or 0)


def ids_at(searcher: CarefulSearcher, addresses: Sequence[tantivy.DocAddress]) -> list[int]:
    """The ids of records in the order of their addresses."""
    return figures_at(searcher, "id", addresses)


def figures_at(searcher: CarefulSearcher, name: str, addresses: Sequence[tantivy.DocAddress]) -> list[int]:
    """What a column of numbers has for each address; 0 for nothing."""
    return [int(value or 0) for value in searcher.fast_field_values(name, addresses)] if addresses else []
