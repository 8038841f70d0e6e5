"""Keeping whoever is secret from naming themselves where many read (本人不写出身份)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput
from zhichan.core.matters.models import Participant

SHORTEST = {"name": 2, "phone": 6, "identifier": 6}


def own_words_in(who: Mapping[str, str], texts: Mapping[str, object]) -> Iterator[str]:
    """The names of the texts that hold a name or a number of ``who``; an organisation may name itself, as
    the holder of the right it is named in the case anyway."""
    is_person = who.get("kind") == Participant.Kind.PERSON
    words = [
        who[key].strip()
        for key, shortest in SHORTEST.items()
        if len(who.get(key, "").strip()) >= shortest and (is_person or key == "phone")
    ]
    for name, text in texts.items():
        if any(word in str(text) for word in words):
            yield name


def said_to_name() -> str:
    return _("这里写了您的姓名或号码，经办以外的人也会看到。请改写，例如只写“本人”。")


def refuse_own_name(participant: Participant, texts: Mapping[str, object]) -> None:
    """Raises InvalidInput with the fields (``details["fields"]``) in which a secret participant names
    themselves."""
    who = {key: str(getattr(participant, key)) for key in ("kind", *SHORTEST)}
    if named := list(own_words_in(who, texts)):
        raise InvalidInput(said_to_name(), code="form_values", fields=dict.fromkeys(named, said_to_name()))
