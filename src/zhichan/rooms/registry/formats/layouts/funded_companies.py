"""Companies that venture capital paid into, one row per deal, in Chinese and English (获投企业表)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.names import names_apart
from zhichan.rooms.registry.formats.tables import table_format

FORMAT = table_format(
    "funded_companies",
    _("获投企业表"),
    "organisation",
    {
        "no": "source_number",
        "short_zh": "short_name",
        "full_zh": "name",
        "industry_zh": "industry",
        "region_zh": "region",
        "deal_date": "funding_date",
        "short_en": "english_short_name",
        "full_en": "english_name",
    },
    signature=("short_zh", "full_zh", "deal_date", "full_en"),
    finish=names_apart,
)
