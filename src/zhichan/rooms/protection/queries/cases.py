"""Whether somebody sees every case there is (案件可见范围)."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.matters.models import Matter
from zhichan.core.matters.rights import MATTER_VIEW
from zhichan.core.people.models import Unit


def sees_every(actor: Actor, procedures: Collection[str]) -> bool:
    """Whether all matters of these procedures are of units whose matters the actor may see. One query.

    Matters of another unit that are shared with the actor are not asked about: where there is any of
    another unit the answer is no.
    """
    reach = reach_of(actor, MATTER_VIEW)
    if reach is not Reach.OWN:
        return reach is Reach.ALL
    others = Unit.objects.exclude(pk__in=units_of(actor, MATTER_VIEW))
    theirs = Matter.objects.filter(unit=OuterRef("pk"), procedure__in=procedures)
    return not others.filter(Exists(theirs)).exists()
