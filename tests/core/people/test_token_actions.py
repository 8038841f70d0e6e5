"""API tokens: made by oneself, within one's own rights, shown once, stopped at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import NOW, TODAY
from tests.core.people.acting import acting
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.people.actions.tokens import NewToken, create_token, note_token_use, revoke_token
from zhichan.core.people.models import ApiToken
from zhichan.core.people.queries.people import digest_of, tokens_visible_to, usable_token

NEXT_YEAR = date(2027, 11, 1)
SCOPES = ("people.units.view", "people.own.account")


@pytest.fixture
def officer(actor, office) -> Actor:
    return actor(Role.PLAN_OFFICER, office)


def test_a_token_keeps_the_digest_of_its_secret_only(officer: Actor) -> None:
    issued = create_token(NewToken(" 月报取数 ", SCOPES, NEXT_YEAR), **acting(officer))
    stored = ApiToken.objects.get()
    assert issued.secret.startswith("zc_")
    assert len(issued.secret) == 46
    assert stored.digest == digest_of(issued.secret)
    assert (stored.label, stored.scopes, stored.person_id) == ("月报取数", sorted(SCOPES), officer.id)
    assert not any(issued.secret in event.details_text for event in AuditEvent.objects.all())
    assert str(stored) == "月报取数"


@pytest.mark.parametrize(
    "new",
    [
        NewToken("", SCOPES, NEXT_YEAR),
        NewToken("用" * 61, SCOPES, NEXT_YEAR),
        NewToken("月报", [], NEXT_YEAR),
        NewToken("月报", ["people.people.manage"], NEXT_YEAR),
        NewToken("月报", ["no.such.right"], NEXT_YEAR),
        NewToken("月报", SCOPES, TODAY),
        NewToken("月报", SCOPES, TODAY + timedelta(days=367)),
    ],
)
def test_an_unusable_token_is_refused(officer: Actor, new: NewToken) -> None:
    with pytest.raises(InvalidInput):
        create_token(new, **acting(officer))
    assert not ApiToken.objects.exists()


def test_a_token_makes_no_token_and_the_system_has_none(officer: Actor, system: Actor) -> None:
    by_token = Actor("person", officer.id, officer.name, officer.held, frozenset(SCOPES))
    for by in (by_token, system):
        with pytest.raises(NotAllowed):
            create_token(NewToken("月报", SCOPES, NEXT_YEAR), **acting(by))
    assert not ApiToken.objects.exists()


def test_a_stopped_token_is_usable_no_more(officer: Actor) -> None:
    issued = create_token(NewToken("月报", SCOPES, NEXT_YEAR), **acting(officer))
    assert usable_token(issued.secret, TODAY) == issued.token
    revoke_token(issued.token, **acting(officer))
    assert usable_token(issued.secret, TODAY) is None
    with pytest.raises(WrongState):
        revoke_token(issued.token, **acting(officer))


def test_a_token_is_usable_until_the_day_before_it_expires(officer: Actor) -> None:
    issued = create_token(NewToken("月报", SCOPES, NEXT_YEAR), **acting(officer))
    assert usable_token(issued.secret, NEXT_YEAR - timedelta(days=1)) == issued.token
    assert usable_token(issued.secret, NEXT_YEAR) is None
    assert usable_token(issued.secret + "x", TODAY) is None


def test_the_token_of_a_closed_account_is_not_usable(officer: Actor) -> None:
    issued = create_token(NewToken("月报", SCOPES, NEXT_YEAR), **acting(officer))
    issued.token.person.__class__.objects.filter(pk=officer.id).update(is_active=False)
    assert usable_token(issued.secret, TODAY) is None


def test_somebody_elses_token_is_not_found(officer: Actor, actor, office) -> None:
    issued = create_token(NewToken("月报", SCOPES, NEXT_YEAR), **acting(officer))
    other = actor(Role.SYSTEM_ADMIN, office)
    with pytest.raises(NotFound):
        revoke_token(issued.token, **acting(other))
    assert list(tokens_visible_to(officer)) == [issued.token]
    assert list(tokens_visible_to(other)) == []
    assert ApiToken.objects.get().revoked_at is None


def test_use_is_noted_once_an_hour(officer: Actor, system: Actor) -> None:
    token = create_token(NewToken("月报", SCOPES, NEXT_YEAR), **acting(officer)).token
    for minutes, noted in ((0, 0), (59, 0), (60, 60), (61, 60)):
        note_token_use(token, **acting(system, NOW + timedelta(minutes=minutes)))
        token.refresh_from_db()
        assert token.used_at == NOW + timedelta(minutes=noted)
    assert AuditEvent.objects.filter(kind="people.token.used").count() == 2
