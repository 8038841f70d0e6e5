"""Listed companies with the code and name of their industry (上市公司行业表)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import table_format

FORMAT = table_format(
    "company_industry",
    _("上市公司行业表"),
    "organisation",
    {
        "company_code": "listed_code",
        "company_name": "short_name",
        "industry_code": "industry_code",
        "industry_name": "industry",
    },
    signature=("company_code", "company_name", "industry_code", "industry_name"),
)
