"""How an analysis is counted, as an address, a form or a kept report says it (分析口径)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zhichan.rooms.search.analysis.class_levels import is_class_part
from zhichan.rooms.search.analysis.declaration import DAYS, Options
from zhichan.rooms.search.analysis.term_sets import terms_in

WITHIN = {"classes": "within", "cpc": "cpc"}
"""How it is said which class a chart looks into, by the chart."""


def _class_part(said: str) -> str:
    return said if is_class_part(said) else ""


def options_of(said: Mapping[str, str], on: date) -> Options:
    """What is said; what is left open or nobody knows is the usual. ``on``: the day it is counted of."""
    by = said.get("by", "")
    within, within_cpc = (_class_part(said.get(name, "")) for name in WITHIN.values())
    return Options(
        on=on,
        by=by if by in DAYS else "filed_on",
        is_by_family=said.get("family") == "1",
        has_owners=said.get("names") != "printed",
        within=within,
        within_cpc=within_cpc,
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
        (WITHIN["classes"], options.within),
        (WITHIN["cpc"], options.within_cpc),
        ("means", "\n".join(options.techniques)),
        ("effects", "\n".join(options.effects)),
    ]
    return [(name, value) for name, value in said if value]
