"""An index of Tantivy that is open (打开的索引), and the folder it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import tantivy

from zhichan.core.search.collection import Collection
from zhichan.core.search.tantivy_side.careful import CarefulSearcher
from zhichan.core.search.tantivy_side.documents import schema_of, with_tokenizer


@dataclass(frozen=True)
class Opened:
    """``key``: the field that tells its documents apart."""

    folder: Path
    index: tantivy.Index
    key: str

    def searcher(self) -> CarefulSearcher:
        """Asks the state last loaded. Raises as opening does."""
        return CarefulSearcher(self.index.searcher(), self.folder)


def open_in(collection: Collection, folder: Path, *, is_former: bool = False) -> Opened:
    """An empty one where there is none. Raises ValueError and OSError for what cannot be read."""
    index = tantivy.Index(schema_of(collection, is_former=is_former), str(folder))
    return Opened(folder, with_tokenizer(index), "key" if is_former else "id")
