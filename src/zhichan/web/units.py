"""What the search box finds of core: units, under any name they go or went by (单位)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.people.models import UnitName
from zhichan.core.people.queries.units import units_visible_to
from zhichan.web.finding import Hit, Source, register_source


def find_units(actor: Actor, words: str, limit: int) -> Sequence[Hit]:
    """Units whose name today, earlier name or alias holds the words. One query."""
    named = UnitName.objects.filter(name__icontains=words).values("unit_id")
    units = units_visible_to(actor).filter(Q(name__icontains=words) | Q(pk__in=named)).order_by("name", "pk")
    return [
        Hit(unit.name, reverse("system_unit", args=[unit.pk]), unit.get_kind_display(), unit.is_sample)
        for unit in units[:limit]
    ]


def register() -> None:
    """Offer units to the search; called once at start-up."""
    register_source(Source("people.unit", _("单位"), find_units))
