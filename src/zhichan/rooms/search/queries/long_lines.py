"""The long query lines of a person (长检索式)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import NotFound
from zhichan.rooms.search.models import LongLine


def long_line(key: str, actor: Actor) -> str:
    """The line of the actor under this key. Raises NotFound, for another's too."""
    rows = LongLine.objects.filter(person=actor.id, key=key[:20])
    line = rows.values_list("line", flat=True).first() if actor.id is not None else None
    if line is None:
        raise NotFound(_("没有找到这条检索式，请重新输入。"), key=key[:20])
    return line
