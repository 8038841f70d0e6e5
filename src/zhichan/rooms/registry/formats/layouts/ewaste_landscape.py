"""Families of a landscape of electronic waste with technical categories (电子废弃物专利态势表)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import table_format

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
)
