"""Keeping the names of secret participants out of what is written into a matter (保密身份不入文字).

Titles, notes and forms are read by many; who a reporter is, by the case team alone. A name or number is found
in other spellings, too: spaced out, full width, in Chinese figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.documents.masking.spelling import key_of
from zhichan.core.errors import InvalidInput
from zhichan.core.matters.models import Matter, Participant
from zhichan.core.matters.parts import Part
from zhichan.core.matters.parts_held import team_of
from zhichan.core.often import Often

SHORTEST_NAME = 2
SHORTEST_NUMBER = 6
_SECRET: Often[Participant] = Often(lambda matter: Participant.objects.filter(matter=matter, is_secret=True))


class Who(Protocol):
    """Somebody secret: a participant, or one who is to be seated."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def identifier(self) -> str: ...
    @property
    def phone(self) -> str: ...


def refuse_secrets_in(matter: Matter, given: object, *, by: Actor) -> None:
    """Raise InvalidInput where a text, in whatever lists and forms it is given, names a secret participant of
    the matter.

    Only those who may know them are told: to anybody else a refusal would confirm a guess. One query where
    the matter has none, nothing asked where no text was written.
    """
    written = list(_texts_in(given))
    if not written:
        return
    known = _SECRET(matter.pk)
    if known and (by.kind == "system" or by.id in team_of(matter).get(Part.CASE_TEAM, ())):
        refuse_naming(known, written)


def refuse_naming(known: Iterable[Who], given: object) -> None:
    """Raise InvalidInput where a text holds the name of a secret person, or a number of theirs."""
    written = list(_texts_in(given))
    if any(_is_named(who, text) for who in known for text in written):
        raise InvalidInput(
            _("所写的文字里有保密参与人的姓名或号码，别人会看到。请改写，例如只写“举报人”。"),
            code="secret_named",
            field="note",
        )


def fields_naming(who: Who, texts: Mapping[str, object]) -> Iterator[str]:
    """The fields in which somebody secret names themselves."""
    for name, given in texts.items():
        if any(_is_named(who, text) for text in _texts_in(given)):
            yield name


def said_to_name() -> str:
    return _("这里写了您的姓名或号码，经办以外的人也会看到。请改写，例如只写“本人”。")


def refuse_own_name(who: Who, texts: Mapping[str, object]) -> None:
    """Raise InvalidInput with the fields (``details["fields"]``) in which a secret participant names
    themselves."""
    if named := list(fields_naming(who, texts)):
        raise InvalidInput(said_to_name(), code="form_values", fields=dict.fromkeys(named, said_to_name()))


def _texts_in(given: object) -> Iterator[str]:
    if isinstance(given, str):
        yield from (line for line in given.splitlines() if len(line) >= SHORTEST_NAME)
    elif isinstance(given, Mapping):
        yield from _texts_in(given.values())
    elif isinstance(given, Iterable):
        for one in given:
            yield from _texts_in(one)


def _is_named(who: Who, line: str) -> bool:
    """A firm that reports is often the holder of the right, too, and is named as such: its name is no
    secret, its telephone is."""
    is_person = who.kind == Participant.Kind.PERSON
    numbers = [who.phone, who.identifier] if is_person else [who.phone]
    return (is_person and _stands_in(who.name, line, SHORTEST_NAME, as_number=False)) or any(
        _stands_in(number, line, SHORTEST_NUMBER, as_number=True) for number in numbers
    )


def _stands_in(value: str, line: str, shortest: int, *, as_number: bool) -> bool:
    key = key_of(value, as_number=as_number)
    return len(key) >= shortest and key in key_of(line, as_number=as_number)
