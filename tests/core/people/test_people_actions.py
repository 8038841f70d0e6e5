"""Accounts: opened, corrected, closed, reopened, and given new passwords."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from tests.conftest import NOW, TODAY
from tests.core.people.acting import acting
from zhichan.core.access.roles import ADMINISTRATORS, Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.people.actions.identities import map_identity, unmap_identities
from zhichan.core.people.actions.people import (
    NewPerson,
    choose_password,
    create_person,
    deactivate_person,
    reactivate_person,
    reset_password,
    reset_second_factor,
    update_person,
)
from zhichan.core.people.models import ApiToken, Person, Post
from zhichan.core.people.queries import actor_of

QIAN = NewPerson("qian", "钱二", "qian@example.cn", "022-0000 0000", source="云知人〔2026〕1号")


@pytest.fixture
def qian(by_system) -> Person:
    return create_person(QIAN, **by_system).person


def test_an_account_is_opened_with_a_password_to_be_changed(by) -> None:
    account = create_person(QIAN, **by(Role.SYSTEM_ADMIN))
    stored = Person.objects.get(username="qian")
    assert (stored.name, stored.email, stored.phone) == ("钱二", "qian@example.cn", "022-0000 0000")
    assert (stored.source, stored.created_at) == ("云知人〔2026〕1号", NOW)
    assert stored.password_is_initial
    assert stored.check_password(account.password)
    assert len(account.password) == 19
    assert not stored.posts.exists()


def test_a_given_password_need_not_be_changed(by_system) -> None:
    account = create_person(NewPerson("sun", "孙三", password="correct-horse-battery"), **by_system)
    assert not account.person.password_is_initial
    assert account.person.check_password("correct-horse-battery")


def test_two_made_passwords_differ_and_stand_in_no_event(by_system) -> None:
    made = [create_person(NewPerson(f"p{n}", "某"), **by_system).password for n in range(2)]
    assert made[0] != made[1]
    assert not any(password in event.details_text for event in AuditEvent.objects.all() for password in made)


def test_no_event_holds_a_name_or_a_way_to_reach_somebody(by_system, qian: Person) -> None:
    update_person(qian, name="钱贰", email="q@example.cn", phone="1", **by_system)
    texts = [event.details_text for event in events_of(qian)]
    assert len(texts) == 2
    assert not any(word in text for text in texts for word in ("钱", "qian", "example", "022"))


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewPerson("q", "钱二"), InvalidInput),
        (NewPerson("qian er", "钱二"), InvalidInput),
        (NewPerson("q" * 61, "钱二"), InvalidInput),
        (NewPerson("qianer", "  "), InvalidInput),
        (NewPerson("qianer", "钱" * 61), InvalidInput),
        (NewPerson("qianer", "钱二", email="qian"), InvalidInput),
        (NewPerson("qianer", "钱二", password="short"), InvalidInput),
        (NewPerson("qianer", "钱二", password="password1234"), InvalidInput),
        (NewPerson("qian", "另一个钱"), Conflict),
        (NewPerson("QIAN", "另一个钱"), Conflict),
    ],
)
def test_an_unusable_account_is_refused(by_system, qian, new: NewPerson, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        create_person(new, **by_system)
    assert list(Person.objects.all()) == [qian]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM_ADMIN}))
def test_only_the_system_administrator_keeps_accounts(by, qian: Person, role: Role) -> None:
    acting_ = by(role)
    for act in (
        lambda: create_person(NewPerson("li", "李四"), **acting_),
        lambda: update_person(qian, name="改", email="", phone="", **acting_),
        lambda: deactivate_person(qian, **acting_),
        lambda: reactivate_person(qian, **acting_),
        lambda: reset_password(qian, **acting_),
        lambda: map_identity(qian, "sub-1", **acting_),
        lambda: unmap_identities(qian, **acting_),
    ):
        with pytest.raises(NotAllowed):
            act()
    before = qian.password
    qian.refresh_from_db()
    assert (qian.name, qian.is_active, qian.password) == ("钱二", True, before)
    assert not Person.objects.filter(username="li").exists()


def test_a_person_corrects_their_own_name(qian: Person) -> None:
    own = acting(_with_any_post(qian))
    assert update_person(qian, name="钱  贰", email="", phone="8", **own).name == "钱 贰"


def _with_any_post(person: Person):
    Post.objects.create(person=person, role=Role.UNIT_CONTACT, from_on=date(2020, 1, 1), source="test")
    return actor_of(person, TODAY)


def test_closing_an_account_ends_sessions_and_tokens(by, qian: Person, client) -> None:
    client.force_login(qian, backend="allauth.account.auth_backends.AuthenticationBackend")
    token = ApiToken.objects.create(
        person=qian, label="x", digest="d", created_at=NOW, expires_on=date(2027, 1, 1)
    )
    assert client.get("/account/language/").status_code == 405
    deactivate_person(qian, **by(Role.SYSTEM_ADMIN))
    token.refresh_from_db()
    assert token.revoked_at == NOW
    assert client.get("/account/").status_code == 302
    with pytest.raises(WrongState):
        deactivate_person(qian, **by(Role.SYSTEM_ADMIN))


def test_nobody_closes_their_own_account(actor, person, office) -> None:
    admin = person(Role.SYSTEM_ADMIN, office)
    with pytest.raises(NotAllowed):
        deactivate_person(admin, **acting(actor(Role.SYSTEM_ADMIN, office)))
    assert Person.objects.get(pk=admin.pk).is_active


def test_a_closed_account_is_opened_again_and_an_open_one_is_not(by_system, qian: Person) -> None:
    with pytest.raises(WrongState):
        reactivate_person(qian, **by_system)
    deactivate_person(qian, **by_system)
    assert reactivate_person(qian, **by_system).is_active


def test_a_reset_password_must_be_changed(by, qian: Person) -> None:
    choose_password(qian, "my own long secret", **acting(_with_any_post(qian)))
    ApiToken.objects.create(person=qian, label="月报", digest="d", created_at=NOW, expires_on=TODAY)
    account = reset_password(qian, **by(Role.SYSTEM_ADMIN))
    qian.refresh_from_db()
    assert qian.password_is_initial
    assert ApiToken.objects.get().revoked_at == NOW
    assert events_of(qian).last().details == {"tokens_revoked": 1}
    assert qian.check_password(account.password)
    assert not qian.check_password("my own long secret")


@pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
def test_no_administrator_takes_over_another_one(by, by_system, person, unit, kind: Role) -> None:
    """Whoever could reset or map another administrator's account could act as that administrator."""
    victim = person(kind, unit("云川区机关事务中心"))
    Authenticator.objects.create(user=victim, type=Authenticator.Type.TOTP, data={"secret": "x"})
    for act, role in (
        (lambda who: reset_password(victim, **who), Role.SYSTEM_ADMIN),
        (lambda who: map_identity(victim, "sub-1", **who), Role.SYSTEM_ADMIN),
        (lambda who: reset_second_factor(victim, **who), Role.SECURITY_ADMIN),
    ):
        with pytest.raises(NotAllowed) as refusal:
            act(by(role))
        assert refusal.value.specific_code == "administrators_apart"
    assert Authenticator.objects.filter(user=victim).exists()
    assert not SocialAccount.objects.exists()
    assert reset_password(victim, **by_system).password


@pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
def test_nobody_is_taken_over_on_the_eve_of_becoming_an_administrator(by, qian: Person, kind: Role) -> None:
    """A password known today opens the account on the day the post begins."""
    post = Post.objects.create(person=qian, role=kind, from_on=TODAY + timedelta(days=1), source="test")
    Authenticator.objects.create(user=qian, type=Authenticator.Type.TOTP, data={"secret": "x"})
    attempts = (
        (lambda: reset_password(qian, **by(Role.SYSTEM_ADMIN))),
        (lambda: map_identity(qian, "sub-1", **by(Role.SYSTEM_ADMIN))),
        (lambda: reset_second_factor(qian, **by(Role.SECURITY_ADMIN))),
    )
    for attempt in attempts:
        with pytest.raises(NotAllowed) as refusal:
            attempt()
        assert refusal.value.specific_code == "administrators_apart"
    post.until_on = post.from_on  # annulled before it counted
    post.save()
    assert reset_password(qian, **by(Role.SYSTEM_ADMIN)).password


def test_the_second_factor_of_somebody_who_lost_it_is_removed(by, qian: Person) -> None:
    with pytest.raises(WrongState):
        reset_second_factor(qian, **by(Role.SECURITY_ADMIN))
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=qian, type=kind, data={})
    reset_second_factor(qian, **by(Role.SECURITY_ADMIN))
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("password", ["short", "12345678901", "password1234", "qian@example.cn"])
def test_a_weak_password_is_not_chosen(qian: Person, password: str) -> None:
    before = qian.password
    with pytest.raises(InvalidInput) as refusal:
        choose_password(qian, password, **acting(_with_any_post(qian)))
    assert refusal.value.specific_code == "weak_password"
    qian.refresh_from_db()
    assert qian.password == before
    assert qian.password_is_initial


def test_nobody_chooses_a_password_for_somebody_else(by, qian: Person) -> None:
    with pytest.raises(NotFound):
        choose_password(qian, "my own long secret", **by(Role.SYSTEM_ADMIN))
    assert Person.objects.get(pk=qian.pk).password == qian.password


def test_an_identity_is_mapped_once_and_unmapped(by, by_system, qian: Person) -> None:
    other = create_person(NewPerson("sun", "孙三"), **by_system).person
    mapped = map_identity(qian, " sub-0001 ", **by(Role.SYSTEM_ADMIN))
    assert (mapped.provider, mapped.uid, mapped.user_id) == ("office", "sub-0001", qian.pk)
    with pytest.raises(Conflict):
        map_identity(other, "sub-0001", **by_system)
    with pytest.raises(Conflict):
        map_identity(qian, "sub-0002", **by_system)
    for wrong in ("", " ", "s" * 191):
        with pytest.raises(InvalidInput):
            map_identity(other, wrong, **by_system)
    assert SocialAccount.objects.count() == 1
    unmap_identities(qian, **by(Role.SYSTEM_ADMIN))
    with pytest.raises(WrongState):
        unmap_identities(qian, **by_system)


def test_sample_accounts_may_have_one_password_and_nobody_else(by_system) -> None:
    first = create_person(
        NewPerson("one", "某一", password="correct-horse", is_sample=True), **by_system
    ).person
    second = create_person(NewPerson("two", "某二", same_as=first, is_sample=True), **by_system)
    assert second.password == ""
    assert second.person.check_password("correct-horse")
    assert not second.person.password_is_initial
    real = create_person(NewPerson("three", "某三", password="correct-horse-battery"), **by_system).person
    for one, other in ((first, False), (real, True), (real, False)):
        with pytest.raises(InvalidInput, match="示例账号"):
            create_person(NewPerson("four", "某四", same_as=one, is_sample=other), **by_system)
    assert not Person.objects.filter(username="four").exists()
