"""A searcher of Tantivy that tells of broken files by a missing index (谨慎检索), not by a panic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from zhichan.core.search.tantivy_side.files import missing_for

#: How the engine says that it cannot read a file; another ValueError is about what was asked.
_BROKEN = ("corrupt", "io error")


class CarefulSearcher:
    """Asked like the engine's own. Raises IndexMissing where that would panic or find its files corrupt."""

    def __init__(self, searcher: tantivy.Searcher, folder: Path) -> None:
        self._searcher, self._folder = searcher, folder

    @property
    def num_docs(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, query: tantivy.Query, **how: Any) -> Any:
        return self._asked(self._searcher.search, query, **how)

    def aggregate(self, query: tantivy.Query, asked: dict[str, Any]) -> dict[str, Any]:
        return dict(self._asked(self._searcher.aggregate, query, asked))

    def doc(self, address: tantivy.DocAddress) -> tantivy.Document:
        found: tantivy.Document = self._asked(self._searcher.doc, address)
        return found

    def doc_freq(self, field: str, token: str) -> int:
        return int(self._asked(self._searcher.doc_freq, field, token))

    def fast_field_values(self, name: str, addresses: Sequence[tantivy.DocAddress]) -> list[Any]:
        return list(self._asked(self._searcher.fast_field_values, name, [*addresses]))

    def _asked(self, ask: Callable[..., Any], *what: Any, **how: Any) -> Any:
        try:
            return ask(*what, **how)
        except BaseException as error:
            if isinstance(error, ValueError) and not any(words in str(error).lower() for words in _BROKEN):
                raise
            if (missing := missing_for(error, self._folder)) is None:
                raise
            raise missing from error
