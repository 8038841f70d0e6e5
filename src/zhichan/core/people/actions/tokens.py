"""API tokens: made by the person, shown once, kept as a digest."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import OWN_ACCOUNT, SIGN_INS_WRITE
from zhichan.core.access.rights import all_rights, may, require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.people.models import ApiToken
from zhichan.core.people.queries.people import digest_of

LONGEST_DAYS = 366
_PREFIX = "zc_"
_USE_NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class NewToken:
    """``scopes``: codes of rights the token may use, of those its owner holds."""

    label: str
    scopes: Collection[str]
    expires_on: date


@dataclass(frozen=True)
class IssuedToken:
    """A token with its secret, to be shown once: only the digest is stored."""

    token: ApiToken
    secret: str


@transaction.atomic
def create_token(new: NewToken, *, by: Actor, at: datetime) -> IssuedToken:
    """Make a token that acts as its maker within some of the maker's rights.

    Raises NotAllowed when asked with a token, InvalidInput for no or foreign scopes, or an expiry that
    is past or more than a year away.
    """
    require(by, OWN_ACCOUNT)
    if by.kind != "person" or by.id is None or by.scopes is not None:
        raise NotAllowed(_("令牌只能由本人登录后建立。"))
    label = new.label.strip()
    if not 1 <= len(label) <= 60:
        raise InvalidInput(_("请写令牌的用途，不超过 60 个字。"))
    _check_expiry(new.expires_on, timezone.localdate(at))
    secret = _PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person_id=by.id,
        label=label,
        digest=digest_of(secret),
        scopes=_checked_scopes(new.scopes, by),
        created_at=at,
        expires_on=new.expires_on,
    )
    details = {"scopes": token.scopes, "expires_on": token.expires_on.isoformat()}
    record("people.token.created", subject=token, by=by, at=at, details=details)
    return IssuedToken(token, secret)


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Actor, at: datetime) -> ApiToken:
    """Stop one's own token at once. Raises NotFound for somebody else's, WrongState for a stopped one."""
    require(by, OWN_ACCOUNT)
    held = ApiToken.objects.select_for_update().get(pk=token.pk)
    if by.kind == "person" and held.person_id != by.id:
        raise NotFound(_("没有找到这个令牌。"))
    if held.revoked_at is not None:
        raise WrongState(_("这个令牌已经停用。"), token=held.pk)
    held.revoked_at = at
    held.save(update_fields=["revoked_at"])
    record("people.token.revoked", subject=held, by=by, at=at)
    return held


def note_token_use(token: ApiToken, *, by: Actor, at: datetime) -> None:
    """Write down that a token was used, at most once an hour: a read should not cost a write each time."""
    require(by, SIGN_INS_WRITE)
    if token.used_at is not None and at - token.used_at < _USE_NOTED_EVERY:
        return
    with transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(used_at=at)
        record("people.token.used", subject=token, by=by, at=at)


def _check_expiry(expires_on: date, today: date) -> None:
    if not today < expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise InvalidInput(_("失效日期要在明天至 %(days)d 天之内。") % {"days": LONGEST_DAYS})


def _checked_scopes(scopes: Collection[str], by: Actor) -> list[str]:
    held = {right.code for right in all_rights() if may(by, right)}
    wanted = sorted(set(scopes))
    if not wanted:
        raise InvalidInput(_("请至少选择一项权限。"))
    if foreign := [scope for scope in wanted if scope not in held]:
        raise InvalidInput(_("您没有这些权限：%(codes)s。") % {"codes": "、".join(foreign)})
    return wanted
