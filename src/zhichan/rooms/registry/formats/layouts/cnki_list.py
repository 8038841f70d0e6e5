"""The list copied from the patent search of CNKI (知网专利检索列表), with its odd headings."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import Values, table_format

_NUMBER = re.compile(r"[?&]filename=([A-Z]{2}\d+[A-Z]\d?)\b")


def _finish(values: Values) -> None:
    """The publication number stands only in the link."""
    if number := _NUMBER.search(str(values.get("source_link", ""))):
        values["publication_number"] = number[1]


FORMAT = table_format(
    "cnki_list",
    _("知网专利检索列表"),
    "patent",
    {
        "title": "title",
        "author": "inventors",
        "com": "applicants",
        "sql": "application_date",
        "quote": "publication_date",
        "href": "source_link",
        "ChDiv_summary": "abstract",
        "claim_text": "claims",
    },
    signature=("author", "com", "sql", "quote", "ChDiv_summary"),
    separators=";",
    finish=_finish,
)
