"""Saving a plan of the office as a template (存为模板)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.locks import hold
from zhichan.rooms.plan.models import Plan, SavedTemplate
from zhichan.rooms.plan.plan_templates.saved import as_body
from zhichan.rooms.plan.queries.plan_templates import every_template, template_of
from zhichan.rooms.plan.queries.plans import plan_visible_to
from zhichan.rooms.plan.rights import PLAN_ENTER

MOST_LABEL = 60
MOST_NOTE = 400


@transaction.atomic
def save_template(plan: Plan, *, label: str, note: str = "", by: Actor, at: datetime) -> SavedTemplate:
    """Keep what a plan in force promises as a template under a name of its own.

    Raises NotAllowed, NotFound, Conflict (a template of that name is there), WrongState (nothing in force to
    save), InvalidInput (no name, too long).
    """
    require(by, PLAN_ENTER)
    seen = plan_visible_to(by, plan.pk)
    hold("plan.templates")
    label, note = label.strip(), note.strip()
    if not label or len(label) > MOST_LABEL:
        raise InvalidInput(_("请写模板名称，不超过 60 字。"), field="label")
    if len(note) > MOST_NOTE:
        raise InvalidInput(_("不能超过 %(most)d 个字。") % {"most": MOST_NOTE}, field="note")
    if any(one.label == label for one in every_template()):
        raise Conflict(_("已有同名的模板。"), code="label_taken", field="label")
    template = template_of(seen, label, note)
    saved = SavedTemplate.objects.create(
        label=label,
        body=as_body(template),
        plan=seen,
        person_id=by.id,
        saved_at=at,
        source=by.as_source,
    )
    details = {"plan": seen.pk, "tasks": len(template.tasks), "indicators": len(template.indicators)}
    record("plan.template.saved", subject=saved, by=by, at=at, details=details)
    return saved
