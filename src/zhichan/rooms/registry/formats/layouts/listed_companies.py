"""Companies listed on an exchange (上市公司名录)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import Values, table_format


def _finish(values: Values) -> None:
    """Where the source had no day it repeats the exchange in its place."""
    if values.get("listing_date") == values.get("exchange"):
        values.pop("listing_date", None)


FORMAT = table_format(
    "listed_companies",
    _("上市公司名录"),
    "organisation",
    {
        "code": "listed_code",
        "name": "short_name",
        "fullname": "name",
        "location": "exchange",
        "time": "listing_date",
    },
    signature=("code", "name", "fullname", "location", "time"),
    blanks=("-",),
    finish=_finish,
)
