"""Families of a landscape of electronic waste with technical categories (电子废弃物专利态势表)."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import Values, table_format

_EARLY_CHINESE = re.compile(r"(CN)19(8[5-8][123]\d{5}[A-Z]?)").fullmatch


def _finish(values: Values) -> None:
    """Chinese documents of 1985 to 1988, numbered as their applications, stand with the whole year."""
    if parts := _EARLY_CHINESE(str(values.get("publication_number", ""))):
        values["publication_number"] = parts[1] + parts[2]


FORMAT = table_format(
    "ewaste_landscape",
    _("专利态势表（电子废弃物）"),
    "patent",
    {
        "Derwent Accession Number": "family_id",
        "Basic Patent Number": "publication_number",
        "DWPI Title": "title",
        "Family Member Countries": "family_countries",
        "Filing Breadth (Family Size, Patent Authorities, excl PCT)": "family_size",
        "Technical Categorization (MASTER2)": "labels",
        "Count of Citing Patents - DPCI": "cited_by_count",
        "Standardized Assignee": "applicants_standardised",
        "Inventors": "inventors",
    },
    signature=("Derwent Accession Number", "Basic Patent Number", "DWPI Title"),
    separators=";",
    finish=_finish,
)
