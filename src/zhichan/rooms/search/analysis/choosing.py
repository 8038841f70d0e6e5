"""How an analysis is counted, as an address, a form or a kept report says it (分析口径)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zhichan.rooms.search.analysis.charts.classes import is_class_part
from zhichan.rooms.search.analysis.declaration import DAYS, Options
from zhichan.rooms.search.analysis.term_sets import terms_in


def options_of(said: Mapping[str, str], on: date) -> Options:
    """What is said; what is left open or nobody knows is the usual. ``on``: the day it is counted of."""
    by, within = said.get("by", ""), said.get("within", "")
    return Options(
        on=on,
        by=by if by in DAYS else "filed_on",
        is_by_family=said.get("family") == "1",
        has_owners=said.get("names") != "printed",
        within=within if is_class_part(within) else "",
        techniques=terms_in(said.get("means", "")),
        effects=terms_in(said.get("effects", "")),
    )


def said_of(options: Options) -> list[tuple[str, str]]:
    """The same in words: names and values of what is not the usual."""
    usual = Options(on=options.on)
    said = [
        ("by", options.by if options.by != usual.by else ""),
        ("family", "1" if options.is_by_family else ""),
        ("names", "" if options.has_owners else "printed"),
        ("within", options.within),
        ("means", "\n".join(options.techniques)),
        ("effects", "\n".join(options.effects)),
    ]
    return [(name, value) for name, value in said if value]
