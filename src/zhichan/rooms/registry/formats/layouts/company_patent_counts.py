"""Companies with how many patents and citations they have (企业专利数量表)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.names import names_apart
from zhichan.rooms.registry.formats.tables import table_format

FORMAT = table_format(
    "company_patent_counts",
    _("企业专利数量表"),
    "organisation",
    {
        "id": "source_number",
        "chinese_name": "name",
        "search_keyword": "search_word",
        "english_name": "english_name",
        "patents_total": "patents_count",
        "citations_total": "citations_count",
    },
    signature=("chinese_name", "search_keyword", "patents_total", "citations_total"),
    finish=names_apart,
)
