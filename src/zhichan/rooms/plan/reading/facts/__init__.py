"""Facts of the document as a whole: titles, issuers, number, dates, region, period, genre (文件要素)."""

from __future__ import annotations

from zhichan.rooms.plan.reading.facts.document import document_lints_of, facts_of

__all__ = ["document_lints_of", "facts_of"]
