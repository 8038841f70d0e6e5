"""Notices of criticism and talks (通报、约谈): which an actor may see, and what one page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, may, reach_of, units_of
from zhichan.core.errors import NotFound
from zhichan.rooms.plan.models import AdmonishedUnit, Admonition, AdmonitionFile, FollowUp
from zhichan.rooms.plan.queries.follow_ups import follow_ups_visible_to, with_subject
from zhichan.rooms.plan.rights import ADMONITION_ANSWER, ADMONITION_VIEW


def admonitions_visible_to(actor: Actor) -> QuerySet[Admonition]:
    """The office and its leaders see all; a unit's contact those that concern its units."""
    reach = reach_of(actor, ADMONITION_VIEW)
    if reach is Reach.ALL:
        return Admonition.objects.all()
    return Admonition.objects.filter(pk__in=concerned_units(actor).values("admonition_id"))


def concerned_units(actor: Actor) -> QuerySet[AdmonishedUnit]:
    """The units concerned, with their answers: a contact sees its own and not what others answered."""
    reach = reach_of(actor, ADMONITION_VIEW)
    if reach is Reach.ALL:
        return AdmonishedUnit.objects.all()
    if reach is None:
        return AdmonishedUnit.objects.none()
    return AdmonishedUnit.objects.filter(unit_id__in=units_of(actor, ADMONITION_VIEW))


@dataclass(frozen=True)
class AdmonitionPage:
    """``units``: those the actor may see; ``to_answer``: of these the ones it may answer for now."""

    admonition: Admonition
    units: Sequence[AdmonishedUnit]
    files: Sequence[AdmonitionFile]
    follow_ups: Sequence[FollowUp]
    to_answer: Sequence[AdmonishedUnit]


def admonition_page(actor: Actor, pk: int) -> AdmonitionPage:
    """One record with what the actor may see of it; NotFound where it may see nothing. Five queries."""
    found = admonitions_visible_to(actor).select_related("recorded_by").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有找到这条通报约谈。"), admonition=pk)
    units = list(
        concerned_units(actor)
        .filter(admonition=found)
        .select_related("unit", "replied_by")
        .order_by("unit__name")
    )
    rests_on = follow_ups_visible_to(actor).filter(admonitions=found)
    return AdmonitionPage(
        admonition=found,
        units=units,
        files=list(admonition_files(actor).filter(admonition=found).select_related("file").order_by("pk")),
        follow_ups=list(with_subject(rests_on).order_by("pk")),
        to_answer=[
            row for row in units if row.replied_at is None and may(actor, ADMONITION_ANSWER, [row.unit_id])
        ],
    )


def admonition_files(actor: Actor) -> QuerySet[AdmonitionFile]:
    """The files of records the actor may see: those of the record, and those of units it may see."""
    visible = AdmonitionFile.objects.filter(admonition__in=admonitions_visible_to(actor))
    if reach_of(actor, ADMONITION_VIEW) is Reach.ALL:
        return visible
    own = units_of(actor, ADMONITION_VIEW)
    return visible.filter(Q(unit__isnull=True) | Q(unit_id__in=own))
