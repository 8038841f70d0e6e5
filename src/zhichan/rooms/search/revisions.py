"""Changes of what several people keep (修改): counted, told, and refused to who saw it before another's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from zhichan.core.audit.models import AuditEvent
from zhichan.core.audit.queries import events_of
from zhichan.core.audit.words import system_actor_words, words_of
from zhichan.core.errors import Conflict
from zhichan.core.people.models import Person
from zhichan.rooms.search.models.revised import Revised

LONGEST_SHOWN = 80
MOST_EVENTS = 100
# What not everybody may see who sees the thing: that it changed is told, and not from what to what.
UNTOLD = {"theme_id", "core_id", "task_id"}


def revise(thing: Revised, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give a held thing other values, and return what of that the audit record keeps; it is not saved yet."""
    before = {name: (getattr(thing, name), _shown(thing, name)) for name in values}
    for name, value in values.items():
        setattr(thing, name, value)
    changed = {
        name: [] if name in UNTOLD else [shown, _shown(thing, name)]
        for name, (value, shown) in before.items()
        if value != getattr(thing, name)
    }
    thing.revision += 1
    return {"revision": thing.revision, "changed": changed}


def _shown(thing: models.Model, name: str) -> str:
    field = thing._meta.get_field(name)
    value = getattr(thing, field.name)
    if words := dict(getattr(field, "flatchoices", ())):
        value = words.get(value, value)
    if isinstance(value, bool):
        value = _("是") if value else _("否")
    return str(value)[:LONGEST_SHOWN] if value not in (None, "") else "—"


def refuse_overtaken(thing: Revised, seen: int | None) -> None:
    """Raises Conflict, with who changed what since, unless the thing is as the actor saw it.

    ``seen``: the revision they saw; None for who changes it whatever it is.
    """
    if seen is None or thing.revision == seen:
        return
    later = [one for one in history_of(thing) if one.revision > seen]
    told = "；".join(f"{one.who} {one.what}" for one in reversed(later))
    raise Conflict(
        _("您打开以后别人先改了它：%(told)s。请重新打开，看过现在的内容再改。") % {"told": told},
        revision=thing.revision,
    )


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened: when, who did it, what in words."""

    at: datetime
    who: str
    what: str
    revision: int


def history_of(thing: models.Model) -> Sequence[HistoryLine]:
    """What the audit record tells of a thing, the last first. Two queries."""
    events = list(events_of(thing).order_by("-seq")[:MOST_EVENTS])
    people = {one.actor_id or 0 for one in events if one.actor_kind == AuditEvent.ActorKind.PERSON}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    return [
        HistoryLine(one.at, _who(one, names), _what(one, thing), one.details.get("revision", 0))
        for one in events
    ]


def _who(event: AuditEvent, names: Mapping[int, str]) -> str:
    if event.actor_kind == AuditEvent.ActorKind.PERSON:
        return names.get(event.actor_id or 0, _("已注销人员"))
    return _("系统（%(name)s）") % {"name": system_actor_words(event.actor_name)}


def _what(event: AuditEvent, thing: models.Model) -> str:
    changed = event.details.get("changed", {})
    in_order = [field.attname for field in thing._meta.concrete_fields if field.attname in changed]
    told = "，".join(_change(thing, name, changed[name]) for name in in_order)
    return (
        _("%(what)s：%(told)s") % {"what": words_of(event.kind), "told": told}
        if told
        else words_of(event.kind)
    )


def _change(thing: models.Model, name: str, values: Sequence[str]) -> str:
    label = getattr(thing._meta.get_field(name), "verbose_name", name)
    return f"{label} {values[0]} → {values[1]}" if values else str(label)
