"""Identities at the office's identity provider (统一身份): who may come in from there as whom."""

from __future__ import annotations

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import PEOPLE_MANAGE
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, WrongState
from zhichan.core.locks import hold
from zhichan.core.people.actions.people import refuse_administrator
from zhichan.core.people.models import Person

# As in settings.SOCIALACCOUNT_PROVIDERS; allauth looks an identity up by this and the subject.
PROVIDER = "office"


@transaction.atomic
def map_identity(person: Person, subject: str, *, by: Actor, at: datetime) -> SocialAccount:
    """Let the bearer of a provider's subject sign in as this person.

    Raises NotAllowed for an administrator's account (who could map it could act as that administrator),
    InvalidInput for an empty subject, Conflict where the subject or the person is mapped already.
    """
    require(by, PEOPLE_MANAGE)
    held = Person.objects.select_for_update().get(pk=person.pk)
    refuse_administrator(held, by, timezone.localdate(at))
    wanted = subject.strip()
    if not 1 <= len(wanted) <= 190:
        raise InvalidInput(_("请填写用户标识，不超过 190 个字。"))
    hold("people.identities")
    if SocialAccount.objects.filter(provider=PROVIDER, uid=wanted).exists():
        raise Conflict(_("这个标识已经对应另一个账号。"))
    if SocialAccount.objects.filter(provider=PROVIDER, user=held).exists():
        raise Conflict(_("这个账号已经登记了统一身份，请先取消。"))
    mapped = SocialAccount.objects.create(provider=PROVIDER, uid=wanted, user=held)
    record("people.identity.mapped", subject=held, by=by, at=at, details={"identity": mapped.pk})
    return mapped


@transaction.atomic
def unmap_identities(person: Person, *, by: Actor, at: datetime) -> Person:
    """Let nobody sign in as this person from the provider any more. Raises WrongState where nobody could."""
    require(by, PEOPLE_MANAGE)
    held = Person.objects.select_for_update().get(pk=person.pk)
    removed, _by_kind = SocialAccount.objects.filter(provider=PROVIDER, user=held).delete()
    if not removed:
        raise WrongState(_("这个账号没有登记统一身份。"), person=held.pk)
    record("people.identity.unmapped", subject=held, by=by, at=at)
    return held
