"""How the product looks to one person: text size (字号) and language (语言)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import OWN_DISPLAY
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.people.models import Person


@transaction.atomic
def set_display(
    person: Person, *, text_size: str | None = None, language: str | None = None, by: Actor, at: datetime
) -> Person:
    """Keep the text size or the language with the account; None leaves a setting as it is.

    Raises NotFound for somebody else's account, InvalidInput for a size or language we do not have.
    """
    require(by, OWN_DISPLAY)
    if by.kind != "system" and by.id != person.pk:
        raise NotFound(_("没有找到这个账号。"))
    kept = Person.objects.select_for_update().get(pk=person.pk)
    if text_size is not None:
        kept.text_size = checked_text_size(text_size)
    if language is not None:
        kept.language = checked_language(language)
    kept.save(update_fields=["text_size", "language"])
    details = {"text_size": kept.text_size, "language": kept.language}
    record("people.display.set", subject=kept, by=by, at=at, details=details)
    return kept


def checked_text_size(value: str) -> str:
    """The text size if we have it; raises InvalidInput otherwise."""
    if value not in Person.TextSize.values:
        raise InvalidInput(_("没有这个字号。"), text_size=value)
    return value


def checked_language(value: str) -> str:
    """The language if we have it; raises InvalidInput otherwise."""
    if value not in dict(settings.LANGUAGES):
        raise InvalidInput(_("没有这个语言。"), language=value)
    return value
