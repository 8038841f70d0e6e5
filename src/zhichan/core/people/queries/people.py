"""Reads of people, posts, tokens and sign-ins."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from allauth.socialaccount.models import SocialAccount
from django.db.models import Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import OWN_ACCOUNT, PEOPLE_VIEW, SIGN_INS_VIEW
from zhichan.core.access.rights import Right, may
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


def people_holding(right: Right, on: date) -> QuerySet[Person]:
    """Who has a right on a day, in whatever unit."""
    posts = posts_on(on).filter(role__in=[role.value for role in right.reach])
    return Person.objects.filter(is_active=True, pk__in=posts.values("person_id"))


def posts_of_people(person_ids: Iterable[int], on: date) -> dict[int, list[Post]]:
    """The posts each of the people holds on a day. One query."""
    found: dict[int, list[Post]] = defaultdict(list)
    for post in posts_on(on).filter(person_id__in=list(person_ids)).select_related("unit").order_by("pk"):
        found[post.person_id].append(post)
    return found


def identities_of(person: Person) -> list[str]:
    """The subjects under which the identity provider knows the person."""
    return list(SocialAccount.objects.filter(user=person).order_by("pk").values_list("uid", flat=True))


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


def own_sign_ins(actor: Actor) -> QuerySet[SignInEntry]:
    """One's own entries of the log, newest first."""
    if actor.id is None or not may(actor, OWN_ACCOUNT):
        return SignInEntry.objects.none()
    return SignInEntry.objects.filter(person_id=actor.id).order_by("-pk")
