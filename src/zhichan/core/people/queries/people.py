"""Reads of people, posts, tokens and sign-ins."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db.models import Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import OWN_ACCOUNT, PEOPLE_VIEW, SIGN_INS_VIEW
from zhichan.core.access.rights import may
from zhichan.core.people.models import ApiToken, Person, Post, SignInEntry


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """All people for those who administer them, else only oneself."""
    if may(actor, PEOPLE_VIEW):
        return Person.objects.all()
    return Person.objects.filter(pk=actor.id) if actor.id is not None else Person.objects.none()


def posts_on(on: date) -> QuerySet[Post]:
    """The posts held on a day."""
    return Post.objects.filter(held_on(on))


def held_on(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gt=on))


def tokens_visible_to(actor: Actor) -> QuerySet[ApiToken]:
    """One's own tokens and nobody else's, whatever one's role."""
    if actor.id is None or not may(actor, OWN_ACCOUNT):
        return ApiToken.objects.none()
    return ApiToken.objects.filter(person_id=actor.id)


def usable_token(secret: str, on: date) -> ApiToken | None:
    """The token with this secret, unless it was stopped, is past its day or its owner's account is closed."""
    usable = ApiToken.objects.filter(revoked_at__isnull=True, expires_on__gt=on, person__is_active=True)
    return usable.select_related("person").filter(digest=digest_of(secret)).first()


def digest_of(secret: str) -> str:
    """What is stored of a token's secret. Plain SHA-256: it has 256 random bits, nobody chose it."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def sign_ins_visible_to(actor: Actor) -> QuerySet[SignInEntry]:
    return SignInEntry.objects.all() if may(actor, SIGN_INS_VIEW) else SignInEntry.objects.none()
