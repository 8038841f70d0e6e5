"""Keeping the names of secret participants out of what is written into a matter (保密身份不入文字).

Titles, notes and forms are read by many; who a reporter is, by the case team alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.documents.masking.spelling import key_of
from zhichan.core.errors import InvalidInput
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.parts import Part
from zhichan.core.matters.parts_held import team_of

SHORTEST_NAME = 2
SHORTEST_NUMBER = 6
Who = tuple[str, str, str, str]
"""Kind, name, identifier and phone of a secret participant."""


def refuse_secrets_in(matter: Matter, texts: Iterable[object], *, by: Actor) -> None:
    """Raise InvalidInput where a text names a secret participant of the matter.

    Only those who may know them are told: to anybody else a refusal would confirm a guess. One query where
    the matter has none, nothing asked where no text was written.
    """
    written = [text for text in texts if isinstance(text, str) and len(text) >= SHORTEST_NAME]
    if not written:
        return
    rows = Participant.objects.filter(matter=matter, is_secret=True)
    known = list(rows.values_list("kind", "name", "identifier", "phone"))
    if known and (by.kind == "system" or by.id in team_of(matter).get(Part.CASE_TEAM, ())):
        refuse_naming(known, written)


def refuse_naming(known: Iterable[Who], texts: Iterable[str]) -> None:
    """Raise InvalidInput where a text holds the name of a secret person, or a number of theirs, in any
    spelling: full width, spaced out, in Chinese figures.

    A firm that reports is often the holder of the right, too, and is named as such; its name is no secret.
    """
    keys = [
        (key_of(word, as_number=is_number), is_number) for one in known for word, is_number in _words(one)
    ]
    if not keys:
        return
    for text in texts:
        spelled = {is_number: key_of(text, as_number=is_number) for is_number in (True, False)}
        if any(key and key in spelled[is_number] for key, is_number in keys):
            raise InvalidInput(
                _("所写的文字里有保密参与人的姓名或号码，别人会看到。请改写，例如只写“举报人”。"),
                code="secret_named",
                field="note",
            )


def _words(who: Who) -> Iterable[tuple[str, bool]]:
    """What gives somebody away, each with whether it is a number."""
    kind, name, identifier, phone = (part.strip() for part in who)
    if kind == Participant.Kind.PERSON:
        if len(name) >= SHORTEST_NAME:
            yield name, False
        if len(identifier) >= SHORTEST_NUMBER:
            yield identifier, True
    if len(phone) >= SHORTEST_NUMBER:
        yield phone, True
