"""The list that Espacenet exports (Espacenet 导出), numbers with the kind in brackets."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import Values, table_format

_NUMBER = re.compile(r"(.+?)\s*\(([A-Z]\d?)\)")
_NAMED = re.compile(r"(.*\S)\s*\[([A-Z]{2})\]")


def _finish(values: Values) -> None:
    """``KR20150000637 (U)`` is a number and, in brackets, its kind; behind a name stands its country."""
    if parts := _NUMBER.fullmatch(str(values.get("publication_number", ""))):
        values["publication_number"], values["kind_code"] = parts[1] + parts[2], parts[2]
    for people, countries in (("applicants", "applicant_countries"), ("inventors", "inventor_countries")):
        named = [_NAMED.fullmatch(name) for name in values.get(people, ())]
        if named and all(named):
            values[people] = tuple(match[1] for match in named if match)
            values[countries] = tuple(match[2] for match in named if match)


FORMAT = table_format(
    "espacenet_export",
    _("Espacenet 导出表"),
    "patent",
    {
        "Title": "title",
        "Publication number": "publication_number",
        "Publication date": "publication_date",
        "Inventor(s)": "inventors",
        "Applicant(s)": "applicants",
        "International classification": "ipc",
        "Cooperative Patent Classification": "cpc",
        "Application number": "application_number",
        "Date of application": "application_date",
        "Priority number(s)": "priorities",
        "Patents cited in the search report": "citations",
        "Literature cited in the search report": "other_citations",
    },
    signature=("Inventor(s)", "Applicant(s)", "Priority number(s)", "International classification"),
    separators=";",
    finish=_finish,
)
