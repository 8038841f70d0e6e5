"""Result lists of PATENTSCOPE taken down company by company, in any language (逐公司检索结果)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import table_format

FORMAT = table_format(
    "patentscope_by_company",
    _("PATENTSCOPE 逐公司检索结果"),
    "patent",
    {
        "country": "office",
        "publication_number": "publication_number",
        "publication_date": "publication_date",
        "title": "title",
        "ipc_main": "ipc_main",
        "application_number": "application_number",
        "applicant": "applicants",
        "inventors": "inventors",
        "abstract": "abstract",
        "query_company": "search_word",
        "abstract_lang": "language",
    },
    signature=("country", "publication_number", "query_company", "abstract_lang"),
    separators=";",
)
