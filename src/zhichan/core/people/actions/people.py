"""People and their accounts: register, change, close, reopen, new password, lost second factor."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import FACTORS_RESET, OWN_ACCOUNT, PEOPLE_MANAGE
from zhichan.core.access.rights import require
from zhichan.core.access.roles import ADMINISTRATORS
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.locks import hold
from zhichan.core.people.actions.sources import source_or_actor
from zhichan.core.people.models import ApiToken, Person
from zhichan.core.search.outbox import note

# Letters and figures that nobody confuses when reading a password out.
_PASSWORD_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105


@dataclass(frozen=True)
class NewPerson:
    """Somebody who will sign in. Without ``password`` one is made, to be changed at the first sign-in.

    ``same_as``: a sample account whose password, which everybody knows, this one has too."""

    username: str
    name: str
    email: str = ""
    phone: str = ""
    password: str = ""
    same_as: Person | None = None
    source: str = ""
    is_sample: bool = False


@dataclass(frozen=True)
class Account:
    """A person with the password to hand over, once: it is stored nowhere."""

    person: Person
    password: str


@transaction.atomic
def create_person(new: NewPerson, *, by: Actor, at: datetime) -> Account:
    """Open an account. It may do nothing until the security administrator grants a post.

    Raises InvalidInput for an empty or ill-formed field, Conflict for a sign-in name in use.
    """
    require(by, PEOPLE_MANAGE)
    username = _checked_username(new.username)
    hold("people.usernames")
    if Person.objects.filter(username__iexact=username).exists():
        raise Conflict(_("账号“%(username)s”已经有人使用。") % {"username": username})
    person = Person(
        username=username,
        name=_checked_person_name(new.name),
        email=_checked_email(new.email),
        phone=new.phone.strip(),
        is_sample=new.is_sample,
        password_is_initial=not (new.password or new.same_as),
        created_at=at,
        source=source_or_actor(new.source, by),
    )
    password = _set_password(person, new)
    person.save(force_insert=True)
    record("people.person.created", subject=person, by=by, at=at, details={"is_sample": person.is_sample})
    return Account(person, password)


def _set_password(person: Person, new: NewPerson) -> str:
    """Give somebody their password, and return it to be handed over; nothing where it is another's."""
    if new.same_as is None:
        password = _checked_password(new.password, person) if new.password else _made_password()
        person.set_password(password)
        return password
    if not (new.is_sample and new.same_as.is_sample):
        raise InvalidInput(_("只有示例账号可以共用口令。"), field="password")
    person.password = new.same_as.password
    return ""


@transaction.atomic
def update_person(person: Person, *, name: str, email: str, phone: str, by: Actor, at: datetime) -> Person:
    """Correct a person's name and how to reach them: oneself, or the system administrator."""
    if by.id == person.pk and by.kind == "person":
        require(by, OWN_ACCOUNT)
    else:
        require(by, PEOPLE_MANAGE)
    held = Person.objects.select_for_update().get(pk=person.pk)
    held.name, held.email, held.phone = _checked_person_name(name), _checked_email(email), phone.strip()
    held.save(update_fields=["name", "email", "phone"])
    note("people.person", [held.pk])
    record("people.person.updated", subject=held, by=by, at=at)
    return held


@transaction.atomic
def deactivate_person(person: Person, *, by: Actor, at: datetime) -> Person:
    """Close an account at once: sessions end, tokens stop. Rows that name the person stay.

    Raises NotAllowed for one's own account, WrongState for one that is closed.
    """
    require(by, PEOPLE_MANAGE)
    if by.kind == "person" and by.id == person.pk:
        raise NotAllowed(_("不能停用自己的账号。"))
    held = Person.objects.select_for_update().get(pk=person.pk)
    if not held.is_active:
        raise WrongState(_("这个账号已经停用。"), person=held.pk)
    held.is_active = False
    held.save(update_fields=["is_active"])
    record("people.person.deactivated", subject=held, by=by, at=at, details=_tokens_stopped(held, at))
    return held


@transaction.atomic
def reactivate_person(person: Person, *, by: Actor, at: datetime) -> Person:
    """Open a closed account again. Raises WrongState for one that is open."""
    require(by, PEOPLE_MANAGE)
    held = Person.objects.select_for_update().get(pk=person.pk)
    if held.is_active:
        raise WrongState(_("这个账号正在使用。"), person=held.pk)
    held.is_active = True
    held.save(update_fields=["is_active"])
    record("people.person.reactivated", subject=held, by=by, at=at)
    return held


@transaction.atomic
def reset_password(person: Person, *, by: Actor, at: datetime) -> Account:
    """Give somebody a new first password, which must be changed at the next sign-in; their tokens stop.

    Raises NotAllowed for an administrator's account: whoever could reset it could act as that
    administrator, and the three would not be apart. That is done at the console.
    """
    require(by, PEOPLE_MANAGE)
    held = Person.objects.select_for_update().get(pk=person.pk)
    refuse_administrator(held, by, timezone.localdate(at))
    password = _made_password()
    _store_password(held, password, is_initial=True)
    record("people.password.reset", subject=held, by=by, at=at, details=_tokens_stopped(held, at))
    return Account(held, password)


@transaction.atomic
def choose_password(person: Person, password: str, *, by: Actor, at: datetime) -> Person:
    """Change one's own password; the page has asked for the old one.

    Raises NotFound for somebody else's account, InvalidInput for a password that is too weak.
    """
    require(by, OWN_ACCOUNT)
    if by.kind == "person" and by.id != person.pk:
        raise NotFound(_("没有找到这个账号。"))
    held = Person.objects.select_for_update().get(pk=person.pk)
    _store_password(held, _checked_password(password, held), is_initial=False)
    record("people.password.chosen", subject=held, by=by, at=at)
    return held


@transaction.atomic
def reset_second_factor(person: Person, *, by: Actor, at: datetime) -> Person:
    """Remove the second factor of somebody who lost the device and the recovery codes.

    Raises NotAllowed for an administrator's account (see ``reset_password``), WrongState without a factor.
    """
    require(by, FACTORS_RESET)
    held = Person.objects.select_for_update().get(pk=person.pk)
    refuse_administrator(held, by, timezone.localdate(at))
    removed, _by_kind = Authenticator.objects.filter(user=held).delete()
    if not removed:
        raise WrongState(_("这个账号没有启用第二因素。"), person=held.pk)
    record("people.second_factor.reset", subject=held, by=by, at=at)
    return held


def refuse_administrator(person: Person, by: Actor, today: date) -> None:
    """Raise NotAllowed where a change would let one administrator act as another; the console may.

    Also before the post begins: who knows the password today knows it on that day too.
    """
    if by.kind == "system":
        return
    not_ended = Q(until_on__isnull=True) | (Q(until_on__gt=today) & Q(until_on__gt=F("from_on")))
    if person.posts.filter(not_ended, role__in=ADMINISTRATORS).exists():
        raise NotAllowed(
            _("管理员的账号不能由另一位管理员重置，请在服务器上用命令行办理。"), code="administrators_apart"
        )


def _tokens_stopped(person: Person, at: datetime) -> dict[str, object]:
    """Stop every token of a person; how many, for the record."""
    usable = ApiToken.objects.filter(person=person, revoked_at__isnull=True)
    return {"tokens_revoked": usable.update(revoked_at=at)}


def _store_password(person: Person, password: str, *, is_initial: bool) -> None:
    person.set_password(password)
    person.password_is_initial = is_initial
    person.save(update_fields=["password", "password_is_initial"])


def _made_password() -> str:
    """Four groups of four, about 79 bits."""
    groups = ("".join(secrets.choice(_PASSWORD_SIGNS) for _sign in range(4)) for _group in range(4))
    return "-".join(groups)


def _checked_password(password: str, person: Person) -> str:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), code="weak_password") from error
    return password


def _checked_username(username: str) -> str:
    stripped = username.strip()
    if not 2 <= len(stripped) <= 60 or any(sign.isspace() for sign in stripped):
        raise InvalidInput(_("账号要 2 至 60 个字，中间没有空格。"))
    return stripped


def _checked_person_name(name: str) -> str:
    stripped = " ".join(name.split())
    if not 1 <= len(stripped) <= 60:
        raise InvalidInput(_("请写姓名，不超过 60 个字。"))
    return stripped


def _checked_email(email: str) -> str:
    stripped = email.strip()
    if stripped:
        try:
            validate_email(stripped)
        except ValidationError as error:
            raise InvalidInput(_("电子邮箱的格式不对。")) from error
    return stripped
