"""Which plans and versions an actor may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.models import ExtractedItem, Plan, PlanVersion
from zhichan.rooms.plan.rights import DRAFT_VIEW, PLAN_VIEW

# Wordings that hold or held; drafts and abandoned drafts are the office's own papers.
KEPT = (PlanVersion.State.IN_FORCE, PlanVersion.State.SUPERSEDED)


def versions_visible_to(actor: Actor) -> QuerySet[PlanVersion]:
    """Versions, without their text and reading unless asked for (they are large)."""
    versions = PlanVersion.objects.select_related("plan").defer("text", "reading")
    if may(actor, DRAFT_VIEW):
        return versions
    return versions.filter(state__in=KEPT) if may(actor, PLAN_VIEW) else versions.none()


def plans_visible_to(actor: Actor) -> QuerySet[Plan]:
    """Plans; those without a version in force, now or before, only for whoever may see drafts."""
    if may(actor, DRAFT_VIEW):
        return Plan.objects.all()
    if not may(actor, PLAN_VIEW):
        return Plan.objects.none()
    return Plan.objects.filter(pk__in=PlanVersion.objects.filter(state__in=KEPT).values("plan_id"))


def plan_titles(actor: Actor, values: Sequence[str]) -> Mapping[str, str]:
    """The titles of some of the plans the actor may see, by their keys as an address has them. One query."""
    ids = [int(one) for one in values if one.isascii() and one.isdigit() and len(one) < 19]
    found = plans_visible_to(actor).filter(pk__in=ids).values_list("pk", "title")
    return {str(pk): title for pk, title in found}


def plan_visible_to(actor: Actor, pk: int) -> Plan:
    plan = plans_visible_to(actor).filter(pk=pk).first()
    if plan is None:
        raise NotFound(_("没有找到这个规划。"), plan=pk)
    return plan


def version_visible_to(actor: Actor, pk: int) -> PlanVersion:
    version = versions_visible_to(actor).filter(pk=pk).first()
    if version is None:
        raise NotFound(_("没有找到这个规划版本。"), version=pk)
    return version


def item_visible_to(actor: Actor, version: PlanVersion, pk: int) -> ExtractedItem:
    """An item of a version the actor may see; only whoever sees drafts sees single items."""
    items = ExtractedItem.objects.select_related("referred_to", "decided_by").filter(version=version, pk=pk)
    item = items.first() if may(actor, DRAFT_VIEW) else None
    if item is None:
        raise NotFound(_("没有找到这一条。"), item=pk)
    item.version = version
    return item


def owning_unit(actor: Actor) -> Unit:
    """The unit whose plans an actor keeps: that of the post as plan officer, else the head office."""
    held = next((one.unit_id for one in actor.held if one.role is Role.PLAN_OFFICER and one.unit_id), None)
    units = Unit.objects.filter(pk=held) if held else Unit.objects.filter(kind=Unit.Kind.OFFICE, parent=None)
    unit = units.order_by("pk").first()
    if unit is None:
        raise InvalidInput(_("还没有登记知识产权主管部门，请先登记单位。"))
    return unit
