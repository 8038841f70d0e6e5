"""The kinds of subjects there are, by the name a subscription keeps."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhichan.core.errors import NotFound
from zhichan.rooms.registry.face import held_registers
from zhichan.rooms.search.following.declaration import PARTIES, Subject, SubjectKind
from zhichan.rooms.search.following.party import PartyKind
from zhichan.rooms.search.following.right import RightKind
from zhichan.rooms.search.following.theme import ThemeKind
from zhichan.rooms.search.models import Subscription

Kind = Subscription.Kind
KINDS: Mapping[str, SubjectKind] = {
    Kind.PARTY.value: PartyKind(),
    Kind.RIGHT.value: RightKind(),
    Kind.THEME.value: ThemeKind(),
}


def subject_of(what: str, pk: int) -> Subject:
    """The subject an address names: ``theme``, or the name of a register of the registry room.

    Raises NotFound for what nobody can subscribe to.
    """
    if what == "theme":
        return Subject(Kind.THEME, pk)
    name = f"registry.{what}"
    if name == PARTIES:
        return Subject(Kind.PARTY, pk, name)
    if name in {register.name for register in held_registers()}:
        return Subject(Kind.RIGHT, pk, name)
    raise NotFound(_("没有可以订阅的这种对象。"), what=what[:40])


def subject_followed(one: Subscription) -> Subject:
    return Subject(Kind(one.kind), one.subject_id or 0, one.register)
