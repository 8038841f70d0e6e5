"""Mappings that are remembered for a sender's tables (记住的列对应); a file keeps the one it was read by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.naming import kept_once
from zhichan.rooms.registry.formats.mapping.checking import obstacles
from zhichan.rooms.registry.formats.mapping.definition import TableMapping, content_of
from zhichan.rooms.registry.models import RememberedMapping
from zhichan.rooms.registry.queries.mappings import is_taken_in, sender_of
from zhichan.rooms.registry.rights import FILES_IMPORT


@dataclass(frozen=True)
class ChangedMapping:
    """What a remembered mapping becomes: its sender and what each column is."""

    sender: str
    mapping: TableMapping


@transaction.atomic
def remember_mapping(sender: str, mapping: TableMapping, *, by: Actor, at: datetime) -> RememberedMapping:
    """Let a sender's tables with these headings be read by a mapping from now on.

    Raises NotAllowed, InvalidInput without a sender.
    """
    require(by, FILES_IMPORT)
    found = sender_of(sender, timezone.localdate(at))
    if found is None:
        raise InvalidInput(_("要记住列对应，请填发送人。"), field="sender")
    own = RememberedMapping.objects.select_for_update().filter(shape=mapping.shape)
    remembered = (
        own.filter(sender_key=found.key).first()
        or (own.filter(unit=found.unit).first() if found.unit else None)
        or RememberedMapping(shape=mapping.shape)
    )
    if remembered.pk and remembered.content == content_of(mapping):
        return remembered
    _fill(remembered, remembered.sender or found.name, mapping, by, at)
    remembered.save()
    details = {"kind": remembered.kind, "shape": remembered.shape}
    record("registry.mapping.remembered", subject=remembered, by=by, at=at, details=details)
    return remembered


@transaction.atomic
def change_remembered(
    remembered_id: int, changed: ChangedMapping, *, by: Actor, at: datetime
) -> RememberedMapping:
    """Change a remembered mapping for the files to come; those that were read by it stay as they are.

    Raises NotFound, NotAllowed, InvalidInput without a sender, for other headings or with what is not
    decided, Conflict where the sender has one for these headings already.
    """
    require(by, FILES_IMPORT)
    remembered = _remembered(remembered_id)
    if not is_taken_in(changed.mapping) or changed.mapping.shape != remembered.shape:
        raise InvalidInput(_("列对应与这张表不符，请重新打开这一页。"), remembered=remembered_id)
    if open_yet := obstacles(changed.mapping):
        raise InvalidInput(" ".join(text for _column, text in open_yet), remembered=remembered_id)
    _fill(remembered, changed.sender, changed.mapping, by, at)
    with kept_once(_("这个发送人的这种表已有列对应。"), remembered=remembered_id):
        remembered.save()
    details = {"kind": remembered.kind, "shape": remembered.shape}
    record("registry.mapping.changed", subject=remembered, by=by, at=at, details=details)
    return remembered


@transaction.atomic
def forget_remembered(remembered_id: int, *, by: Actor, at: datetime) -> None:
    """Forget a mapping: the next such file is asked about again. Raises NotFound, NotAllowed."""
    require(by, FILES_IMPORT)
    remembered = _remembered(remembered_id)
    details = {"kind": remembered.kind, "shape": remembered.shape}
    record("registry.mapping.forgotten", subject=remembered, by=by, at=at, details=details)
    remembered.delete()


def _fill(remembered: RememberedMapping, name: str, mapping: TableMapping, by: Actor, at: datetime) -> None:
    sender = sender_of(name, timezone.localdate(at))
    if sender is None:
        raise InvalidInput(_("要记住列对应，请填发送人。"), field="sender")
    remembered.sender, remembered.sender_key, remembered.unit = sender.name, sender.key, sender.unit
    remembered.kind, remembered.content = mapping.kind, content_of(mapping)
    remembered.person_id, remembered.source, remembered.changed_at = by.id, by.name[:200], at


def _remembered(remembered_id: int) -> RememberedMapping:
    found = RememberedMapping.objects.select_for_update(of=("self",)).filter(pk=remembered_id).first()
    if found is None:
        raise NotFound(_("没有找到这个列对应。"), remembered=remembered_id)
    return found
