"""Parties, rights and themes somebody subscribed to: what is new of each, once, and nothing hidden."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.conftest import TODAY
from tests.everything import everything
from tests.rooms.registry.files import csv_of, row
from tests.rooms.registry.taking import take_in
from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, NotAllowed, NotFound
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.actions.withdraw import withdraw_event
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties
from zhichan.rooms.registry.actions.record_legal_event import LegalEntry, record_legal_event
from zhichan.rooms.registry.models import Party, Patent, PatentEvent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions import subscriptions
from zhichan.rooms.search.actions.digests import make_digests
from zhichan.rooms.search.actions.shares import NewShare, share_theme, unshare_theme
from zhichan.rooms.search.actions.subscriptions import follow
from zhichan.rooms.search.actions.themes import Curation, curate_theme
from zhichan.rooms.search.following.declaration import Subject
from zhichan.rooms.search.following.kinds import subject_of
from zhichan.rooms.search.mailing import letter_of
from zhichan.rooms.search.models import Digest, NewHit, Subscription, ThemeEdit, ThemeShare
from zhichan.rooms.search.queries.digests import digest_groups

from .samples import ids, some_patents, some_theme

pytestmark = pytest.mark.django_db
Change = NewHit.Change
US, THEM = "云川示例机械有限公司", "清河示例精工有限公司"


def brought_in(by: Actor, *rows: dict[str, str]):
    batch = take_in(csv_of(list(rows)), by, timezone.now())
    bring_up_to_date(wait=True)
    return batch


def party(name: str = US) -> Subject:
    return subject_of("party", Party.objects.get(name=name).pk)


def patent(title: str) -> Subject:
    return subject_of("patent", Patent.objects.get(title=title).pk)


def followed(subject: Subject, by: Actor) -> Subscription:
    return follow(subject, is_mailed=False, by=by, at=timezone.now())


def told() -> list[tuple[str, str]]:
    """What one more round tells: how it changed, and the title of the patent."""
    before = set(NewHit.objects.values_list("pk", flat=True))
    bring_up_to_date(wait=True)
    count = make_digests(by=system_actor("search"), at=timezone.now())
    new = NewHit.objects.exclude(pk__in=before).order_by("pk")
    assert count == len(new)
    titles = dict(Patent.objects.values_list("pk", "title"))
    return [(hit.change, titles[hit.record_id]) for hit in new]


def happened(title: str, code: str, by: Actor) -> int:
    right = Patent.objects.get(title=title)
    record_legal_event(
        "registry.patent", right.pk, LegalEntry(code, date(2024, 5, 1), "公告"), by=by, at=timezone.now()
    )
    return PatentEvent.objects.filter(subject=right, code=code).latest("pk").pk


def test_of_a_party_what_comes_under_its_name_is_told_once_alone_or_with_others(officer) -> None:
    brought_in(officer, row(1, 专利名称="先有的"), row(2, 专利名称="别家先有的", 申请人=THEM))
    followed(party(), officer)
    assert told() == []
    batch = brought_in(
        officer,
        row(3, 专利名称="自己的"),
        row(4, 专利名称="共有的", 申请人=f"{THEM}；{US}"),
        row(5, 专利名称="别家的", 申请人=THEM),
    )
    assert told() == [(Change.HELD, "自己的"), (Change.HELD, "共有的")]
    assert told() == []
    undo_batch(batch.pk, by=officer, at=timezone.now())
    assert told() == []
    brought_in(officer, row(3, 专利名称="自己的"))
    assert told() == []  # told before


def test_what_a_joined_party_holds_counts_for_its_head(officer) -> None:
    brought_in(officer, row(1, 专利名称="先有的"), row(2, 专利名称="分厂的", 申请人=THEM))
    followed(party(), officer)
    head, other = Party.objects.get(name=US), Party.objects.get(name=THEM)
    join_parties(other.pk, Joining(head.pk, "更名通知书"), by=officer, at=timezone.now())
    assert told() == [(Change.HELD, "分厂的")]


def test_of_a_right_each_event_and_each_withdrawal_is_told(officer) -> None:
    brought_in(officer, row(1, 专利名称="焊接"), row(2, 专利名称="别的"))
    one = followed(patent("焊接"), officer)
    assert told() == []
    event = happened("焊接", "PLEDGED", officer)
    happened("别的", "PLEDGED", officer)
    assert told() == [(Change.EVENT, "焊接")]
    assert told() == []
    withdraw_event(PATENTS, one.subject_id, event, reason="登错", by=officer, at=timezone.now())
    assert told() == [(Change.WITHDRAWN, "焊接")]
    assert told() == []
    [first, second] = Digest.objects.order_by("pk")
    [group] = digest_groups(first, officer, 10)
    assert [line.what for line in group.lines] == ["新事件 · 质押 2024-05-01"]
    [group] = digest_groups(second, officer, 10)
    assert [line.what for line in group.lines] == ["事件撤回 · 质押 2024-05-01"]


def test_of_a_theme_what_comes_and_goes_is_told_each_way_once(officer) -> None:
    some_patents()
    version = some_theme(officer)
    followed(subject_of("theme", version.theme_id), officer)
    assert told() == []
    brought_in(officer, row(20, 专利名称="焊接机器人"), row(21, 专利名称="隔膜"))
    assert told() == [(Change.CAME, "焊接机器人")]
    reason = Curation(ThemeEdit.Change.REMOVE, ids("焊接钢管"), "不是本题")
    curate_theme(version.theme_id, 1, reason, by=officer, at=timezone.now())
    assert told() == [(Change.WENT, "焊接钢管")]
    back = Curation(ThemeEdit.Change.BACK, ids("焊接钢管"), "误剔")
    curate_theme(version.theme_id, 2, back, by=officer, at=timezone.now())
    assert told() == [(Change.CAME, "焊接钢管")]
    curate_theme(version.theme_id, 3, reason, by=officer, at=timezone.now())
    assert told() == []  # that it went was told


def test_all_kinds_of_one_person_are_one_notice(officer) -> None:
    some_patents()
    version = some_theme(officer)
    for subject in (party(), patent("焊接钢管"), subject_of("theme", version.theme_id)):
        followed(subject, officer)
    brought_in(officer, row(20, 专利名称="焊接机器人"))
    happened("焊接钢管", "PLEDGED", officer)
    assert len(told()) == 3
    [notice] = Notice.objects.filter(person_id=officer.id, kind="search.digest")
    assert notice.text.startswith("订阅有 3 项新情况：")
    Subscription.objects.update(is_mailed=True)
    letter = letter_of(Digest.objects.get(), timezone.now())
    body = "\n".join(letter.lines)
    assert letter.count == 3
    assert "新登记在名下 · 专利" in body
    assert "进入专题库" in body
    assert "新事件 · 质押 2024-05-01" in body


def test_a_theme_that_is_no_longer_shared_is_told_of_no_more(officer, actor, office) -> None:
    some_patents()
    version = some_theme(officer)
    reader = actor(Role.OFFICE_LEADER, office)
    with pytest.raises(NotFound):
        followed(subject_of("theme", version.theme_id), reader)
    share = share_theme(
        version.theme_id,
        NewShare(person=reader.id),
        ThemeShare.Access.READ,
        by=officer,
        at=timezone.now(),
    )
    followed(subject_of("theme", version.theme_id), reader)
    unshare_theme(share.pk, by=officer, at=timezone.now())
    brought_in(officer, row(20, 专利名称="焊接机器人"))
    assert told() == []


def test_who_lost_the_right_is_told_nothing_of_any_kind(officer) -> None:
    some_patents()
    version = some_theme(officer)
    for subject in (party(), patent("焊接钢管"), subject_of("theme", version.theme_id)):
        followed(subject, officer)
    Person.objects.get(pk=officer.id).posts.all().delete()
    happened("焊接钢管", "PLEDGED", system_actor("test"))
    brought_in(system_actor("test"), row(20, 专利名称="焊接机器人"))
    assert told() == []
    assert not Notice.objects.filter(person_id=officer.id, kind="search.digest").exists()


def test_what_cannot_be_subscribed_to_is_refused_and_nothing_is_kept(
    officer, actor, office, monkeypatch
) -> None:
    some_patents()
    followed(party(), officer)
    stranger = actor(Role.FIRM_USER, office)
    before = everything()
    with pytest.raises(Conflict, match="已订阅"):
        followed(party(), officer)
    for what, pk in (("party", 10**9), ("patent", 10**9), ("theme", 10**9)):
        with pytest.raises(NotFound):
            followed(subject_of(what, pk), officer)
    for what in ("reference", "nothing", "list"):
        with pytest.raises(NotFound):
            subject_of(what, 1)
    with pytest.raises(NotFound):
        followed(party(), stranger)
    with pytest.raises(NotAllowed):
        followed(party(), system_actor("test"))
    monkeypatch.setattr(subscriptions, "MOST_OF_ONE", 1)
    with pytest.raises(subscriptions.InvalidInput, match="已有 1 个订阅"):
        followed(patent("焊接钢管"), officer)
    assert everything() == before


def test_the_pages_lead_to_it_and_back(signed_in, office) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    officer = actor_of(Person.objects.get(pk=client.session["_auth_user_id"]), TODAY)
    some_patents()
    version = some_theme(officer)
    for address in (
        f"/registry/registers/party/{Party.objects.get().pk}/",
        f"/registry/registers/patent/{ids('焊接钢管')[0]}/",
        f"/search/themes/{version.theme_id}/",
    ):
        page = client.get(address).content.decode()
        [form] = re.findall(r"/search/subscriptions/\w+/\d+/new/", page)
        assert "订阅“" in client.get(form).content.decode()
        assert client.post(form, {"is_mailed": "on"}).status_code == 302
        assert client.post(form, {}).status_code == 422
    assert set(Subscription.objects.values_list("kind", "is_mailed")) == {
        ("party", True), ("right", True), ("theme", True),
    }  # fmt: skip
    page = client.get("/search/subscriptions/").content.decode()
    for word in ("组织与个人", "权利", "专题库", US):
        assert word in page
    happened("焊接钢管", "PLEDGED", officer)
    assert len(told()) == 1
    page = client.get(f"/search/digests/{Digest.objects.get().pk}/").content.decode()
    assert "新事件 · 质押 2024-05-01" in page


def test_a_day_later_nothing_is_told_twice(officer) -> None:
    some_patents()
    followed(party(), officer)
    brought_in(officer, row(20, 专利名称="焊接机器人"))
    later = timezone.now() + timedelta(days=1)
    assert make_digests(by=system_actor("search"), at=later) == 1
    assert make_digests(by=system_actor("search"), at=later + timedelta(days=1)) == 0
