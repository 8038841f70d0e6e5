"""The list of a patent landscape with spaced columns and bars between names (利托那韦专利态势表)."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import Values, table_format

_COUNTRY = re.compile(r"(.*\S)\s{2,}[A-Z]{2}")


def _finish(values: Values) -> None:
    """Behind an inventor stands, after blanks, the country."""
    inventors = values.get("inventors", ())
    if inventors:
        values["inventors"] = tuple(
            named[1] if (named := _COUNTRY.fullmatch(inventor)) else inventor for inventor in inventors
        )


FORMAT = table_format(
    "ritonavir_landscape",
    _("专利态势表（利托那韦）"),
    "patent",
    {
        "row no": "source_number",
        "publication number": "publication_number",
        "kind code": "kind_code",
        "title": "title",
        "priority document": "priorities",
        "earliest priority date": "priority_date",
        "application date": "application_date",
        "publication date": "publication_date",
        "applicant": "applicants",
        "inventors": "inventors",
        "ipc classes": "ipc",
        "family members": "family_members",
        "family size": "family_size",
    },
    signature=("priority document", "ipc classes", "family members", "wo in family"),
    separators="|",
    blanks=("None",),
    finish=_finish,
)
