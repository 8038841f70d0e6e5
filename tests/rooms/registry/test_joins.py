"""Names of a batch find their party or wait; joins and splits have two times and change figures."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.measures.computing import figure_of
from zhichan.core.measures.declaration import Question, measure_named
from zhichan.core.people.models import ApiToken
from zhichan.core.people.queries.people import digest_of
from zhichan.core.registers.actions import Entry, end_row, record_row, withdraw_event
from zhichan.core.registers.actions.commit import commit_batch
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.derive import derive
from zhichan.core.registers.moments import BEGINNING, Moment
from zhichan.rooms.registry.actions.decide_question import Answer, decide_question
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties, split_parties
from zhichan.rooms.registry.actions.resolve_parties import resolve_parties
from zhichan.rooms.registry.joining import settling
from zhichan.rooms.registry.models import (
    JoinQuestion,
    Party,
    PartyEvent,
    PartyJoin,
    PartyPeriod,
    Patent,
)
from zhichan.rooms.registry.models.joining import JoinRule
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.queries.joins import candidate_lines, joined_at, joins_of, questions_visible_to
from zhichan.rooms.registry.sweepers import resolve_what_is_left

from .files import csv_of
from .taking import FEB, JUNE, MAY, preview, table, take_in
from .test_measures import HEADS, invention

pytestmark = pytest.mark.django_db
HEAD = "云川示例机械有限公司"
RENAMED = "云川示范机械有限公司（曾用名：云川示例机械有限公司）"
FULL = "天津海晨智能装备有限公司"
SHORT = "海晨智能装备"
JULY = JUNE + timedelta(days=30)
YEAR = date(2026, 1, 31)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def firm(name: str, by, at: datetime = FEB, **more: str) -> Party:
    values = {"name": name, "kind": Party.Kind.ORGANISATION, **more}
    return record_row(PARTIES, Entry(values, date(2015, 1, 1), "营业执照"), by=by, at=at)


def take_names(by, *names: str, at: datetime = FEB, first: int = 1):
    rows = [invention(serial, 申请人=name) for serial, name in enumerate(names, first)]
    return take_in(csv_of(rows, HEADS), by, at)


def firms(known_at: datetime, on: date = YEAR) -> int:
    """The measure and a count of our own: holders of patents in force, each as what it was joined to."""
    found = figure_of(measure_named("firms_with_patents"), Question("", on, known_at)).value
    assert found == len(counted_by_walking(on, known_at))
    return int(found)


def counted_by_walking(on: date, known_at: datetime) -> set[int]:
    """A second way: events replayed by hand, without periods. Patents here are in force since their grant."""

    def head_of(pk: int) -> int:
        stood: int | None = None
        events = PartyEvent.objects.filter(
            subject_id=pk, code__in=("joined", "split"), known_at__lte=known_at
        )
        for event in sorted(events, key=lambda one: (one.effective_on, one.known_at, one.pk)):
            undone = event.batch and event.batch.undone_at
            if event.effective_on <= on and not (undone and undone <= known_at):
                value = event.values["joined_to_id"]
                stood = int(value) if value else None
        return pk if stood is None else head_of(stood)

    patents = Patent.objects.filter(granted_on__lte=on).exclude(holder=None).select_related("batch")
    counted = [one for one in patents if one.known_at <= known_at]
    return {
        head_of(one.holder_id)
        for one in counted
        if not (one.batch.undone_at and one.batch.undone_at <= known_at)
    }


def everything() -> list[object]:
    models = (Party, PartyEvent, PartyPeriod, PartyJoin, JoinQuestion)
    return [sorted(model.objects.values_list(), key=repr) for model in models]


# Names of a committed batch


def test_a_printed_former_name_joins_in_the_commit_and_says_why(officer):
    take_names(officer, HEAD)
    batch = take_names(officer, RENAMED, at=MAY, first=2)
    head, renamed = Party.objects.order_by("pk")
    made = PartyJoin.objects.get()
    assert (made.party, made.head, made.rule) == (renamed, head, JoinRule.FORMER_NAME)
    assert (made.event.batch, made.event.known_at, made.event.effective_on) == (batch, MAY, BEGINNING)
    assert renamed.joined_to == head
    assert renamed.resolved_at == MAY
    [line] = joins_of(head, Moment(YEAR, JUNE))
    assert (line.who, line.reasons, line.is_head) == ("", ["与曾用名相同，地区不矛盾"], True)
    assert Patent.objects.filter(holder=renamed).count() == 1
    assert firms(JUNE) == 1


def test_what_a_commit_writes_is_what_its_events_say(officer):
    take_names(officer, HEAD, at=MAY)
    rows = [invention(7, 申请人=RENAMED)]
    batch = preview(csv_of(rows, HEADS), officer, JUNE)
    batch.known_at = FEB
    batch.save()
    list(commit_batch(batch.pk, by=officer, at=JUNE))
    made = PartyJoin.objects.get()
    assert made.event.known_at == MAY, "not before both parties were known"
    names = ("subject_id", "valid_from", "valid_to", "known_from", "known_to", "joined_to_id", "name")
    before = sorted(PartyPeriod.objects.values_list(*names))
    assert len(before) == 3
    parties = sorted(Party.objects.values_list())
    derive(PARTIES, Party.objects.values_list("pk", flat=True), at=JUNE)
    assert sorted(PartyPeriod.objects.values_list(*names)) == before
    assert sorted(Party.objects.values_list()) == parties


def test_a_name_that_is_only_like_another_waits_with_reasons(officer):
    take_names(officer, FULL)
    batch = take_names(officer, SHORT, at=MAY, first=2)
    full, short = Party.objects.order_by("pk")
    [asked] = questions_visible_to(officer)
    assert (asked.party, asked.batch, asked.rule) == (short, batch, JoinRule.LIKENESS)
    assert 0 < asked.similarity < 1
    [line] = candidate_lines(asked)
    assert line.party == full
    assert any("字号：相同（海晨 / 海晨）" in reason for reason in line.reasons)
    assert line.evidence.patents == 1
    assert short.joined_to is None
    assert PartyJoin.objects.count() == 0
    assert firms(JUNE) == 2


def test_names_of_one_file_find_each_other(officer):
    take_names(officer, HEAD, RENAMED, "另一示例食品有限公司")
    assert PartyJoin.objects.get().head.name == HEAD
    assert firms(JUNE) == 2


def test_a_batch_that_is_not_committed_joins_nothing_for_others(officer):
    batch = preview(csv_of([invention(1, 申请人=HEAD), invention(2, 申请人=RENAMED)], HEADS), officer)
    steps = commit_batch(batch.pk, by=officer, at=FEB)
    next(steps)
    steps.close()
    batch.refresh_from_db()
    assert batch.state == "committing"
    assert PARTIES.current(officer).count() == 0
    assert firms_known() == 0
    list(commit_batch(batch.pk, by=officer, at=MAY))
    assert PartyJoin.objects.count() == 1
    assert firms(JUNE) == 1


def firms_known() -> int:
    return int(figure_of(measure_named("firms_with_patents"), Question("", YEAR, JUNE)).value)


def test_a_settling_cut_off_goes_on_with_what_is_left(officer, monkeypatch):
    monkeypatch.setattr(settling, "CHUNK", 1)
    whole, done = settling._settle, []

    def cut_off(*given, **more):
        if len(done) == 2:
            raise RuntimeError("out")
        done.append(whole(*given, **more))

    monkeypatch.setattr(settling, "_settle", cut_off)
    names = (HEAD, FULL, RENAMED, SHORT)
    rows = [invention(serial, 申请人=name) for serial, name in enumerate(names)]
    batch = preview(csv_of(rows, HEADS), officer)
    with pytest.raises(RuntimeError):
        list(commit_batch(batch.pk, by=officer, at=FEB))
    assert Party.objects.filter(resolved_at=None).count() == 2
    monkeypatch.setattr(settling, "_settle", whole)
    list(commit_batch(batch.pk, by=officer, at=MAY))
    assert [one.party.name for one in PartyJoin.objects.all()] == [RENAMED]
    assert [one.party.name for one in JoinQuestion.objects.all()] == [SHORT]
    assert Party.objects.count() == 4


def test_a_list_of_organisations_is_resolved_when_it_is_committed(officer):
    take_names(officer, FULL, HEAD)
    new = ("天津海晨智能装备集团有限公司", "全新示例物流有限公司")
    batch = take_in(table(("单位名称", "地址"), *((name, "天津市") for name in new)), officer, MAY)
    [asked] = questions_visible_to(officer)
    assert (asked.party.name, asked.batch, asked.asked_at) == (new[0], batch, MAY)
    assert [line.party.name for line in candidate_lines(asked)] == [FULL]
    assert not Party.objects.filter(resolved_at=None).exists()
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert not questions_visible_to(officer).exists()


# The queue


def asked_about(officer) -> tuple[JoinQuestion, Party, Party]:
    take_names(officer, FULL)
    take_names(officer, SHORT, at=MAY, first=2)
    question = JoinQuestion.objects.get()
    return question, question.party, question.candidates.get().party


def test_an_accepted_candidate_is_joined_by_the_person_with_its_reasons(officer):
    question, short, full = asked_about(officer)
    decide_question(question.pk, Answer(full.pk, "网站写明"), by=officer, at=JUNE)
    question.refresh_from_db()
    assert (question.decision, question.decided_by_id, question.reason) == ("joined", officer.id, "网站写明")
    made = PartyJoin.objects.get()
    assert (made.rule, made.similarity) == (JoinRule.LIKENESS, question.similarity)
    [line] = joins_of(short, Moment(YEAR, JULY))
    assert line.who == made.event.person.name
    assert line.reasons[-1] == "网站写明"
    assert [firms(MAY), firms(JUNE)] == [2, 1]
    assert not questions_visible_to(officer).exists()


def test_a_name_said_to_be_its_own_is_never_asked_or_joined_again(officer):
    question, short, _full = asked_about(officer)
    decide_question(question.pk, Answer(None), by=officer, at=JUNE)
    assert JoinQuestion.objects.get().decision == "new"
    Party.objects.filter(pk=short.pk).update(resolved_at=None)
    list(resolve_parties(by=officer, at=JULY))
    assert not questions_visible_to(officer).exists()
    assert PartyJoin.objects.count() == 0
    assert firms(JULY) == 2


def test_another_party_may_be_meant_and_wants_a_reason(officer):
    question, short, _full = asked_about(officer)
    other = firm("海晨精密装备（天津）有限公司", officer)
    before = everything()
    with pytest.raises(InvalidInput, match="理由"):
        decide_question(question.pk, Answer(other.pk), by=officer, at=JUNE)
    assert everything() == before
    decide_question(question.pk, Answer(other.pk, "来函说明"), by=officer, at=JUNE)
    assert (JoinQuestion.objects.get().decision, PartyJoin.objects.get().rule) == ("other", JoinRule.BY_HAND)
    short.refresh_from_db()
    assert short.joined_to == other


def test_what_cannot_be_decided_changes_nothing(officer, actor, office):
    question, short, full = asked_about(officer)
    before = everything()
    for role in (Role.READ_ONLY_LEADER, Role.UNIT_CONTACT):
        with pytest.raises(NotAllowed):
            decide_question(question.pk, Answer(full.pk), by=actor(role, office), at=JUNE)
    with pytest.raises(NotFound):
        decide_question(question.pk + 1, Answer(full.pk), by=officer, at=JUNE)
    with pytest.raises(NotFound):
        decide_question(question.pk, Answer(full.pk + 999, "理由"), by=officer, at=JUNE)
    with pytest.raises(InvalidInput):
        decide_question(question.pk, Answer(short.pk, "理由"), by=officer, at=JUNE)
    with pytest.raises(InvalidInput):
        decide_question(question.pk, Answer(None, "长" * 401), by=officer, at=JUNE)
    assert everything() == before
    decide_question(question.pk, Answer(None), by=officer, at=JUNE)
    after = everything()
    with pytest.raises(WrongState):
        decide_question(question.pk, Answer(full.pk), by=officer, at=JUNE)
    assert everything() == after


def test_a_join_by_hand_closes_the_question(officer):
    question, short, full = asked_about(officer)
    join_parties(short.pk, Joining(full.pk, "同一地址"), by=officer, at=JUNE)
    question.refresh_from_db()
    assert question.decision == "lapsed"
    assert not questions_visible_to(officer).exists()


# Joining and splitting by hand


def two(officer) -> tuple[Party, Party]:
    take_names(officer, HEAD, "北山示例钢管有限公司")
    first, second = Party.objects.order_by("pk")
    return first, second


def test_a_merge_learned_later_counts_as_known_later_and_a_split_likewise(officer):
    first, second = two(officer)
    made = join_parties(second.pk, Joining(first.pk, "更名通知书", date(2020, 1, 1)), by=officer, at=MAY)
    assert [firms(FEB), firms(MAY)] == [2, 1]
    assert firms(MAY, date(2019, 12, 31)) == 0, "filed 2021"
    split_parties(made.pk, reason="两家不同", by=officer, at=JUNE)
    assert [firms(FEB), firms(MAY), firms(JUNE)] == [2, 1, 2]
    second.refresh_from_db()
    assert second.joined_to is None


def test_a_split_from_a_day_on_leaves_the_days_before(officer):
    first, second = two(officer)
    made = join_parties(second.pk, Joining(first.pk, "更名通知书", date(2020, 1, 1)), by=officer, at=MAY)
    split_parties(made.pk, reason="分立", effective_on=date(2026, 1, 1), by=officer, at=JUNE)
    assert firms(JUNE, date(2025, 12, 31)) == 1
    assert firms(JUNE, date(2026, 1, 1)) == 2
    assert firms(MAY, date(2026, 1, 1)) == 1
    with pytest.raises(InvalidInput, match="2026-01-01"):
        join_parties(second.pk, Joining(first.pk, "又合并"), by=officer, at=JULY)
    join_parties(second.pk, Joining(first.pk, "又合并", date(2026, 3, 1)), by=officer, at=JULY)
    assert firms(JULY, date(2026, 2, 28)) == 2
    assert firms(JULY, date(2026, 3, 1)) == 1


def test_chains_count_once_and_a_split_in_the_middle_takes_both(officer):
    take_names(officer, HEAD, "北山示例钢管有限公司", "南山示例食品有限公司")
    a, b, c = Party.objects.order_by("pk")
    lower = join_parties(c.pk, Joining(b.pk, "同一家"), by=officer, at=MAY)
    upper = join_parties(b.pk, Joining(a.pk, "同一家"), by=officer, at=MAY)
    assert firms(JUNE) == 1
    assert joined_at(a.pk, Moment(YEAR, JUNE)) == [a.pk, b.pk, c.pk]
    split_parties(upper.pk, reason="不是", by=officer, at=JUNE)
    assert firms(JUNE) == 2
    split_parties(lower.pk, reason="也不是", by=officer, at=JULY)
    assert [firms(MAY), firms(JUNE), firms(JULY)] == [1, 2, 3]


def test_what_cannot_be_joined_or_split_changes_nothing(officer, actor, office):
    first, second = two(officer)
    third, gone = firm("第三示例商贸有限公司", officer), firm("第四示例商贸有限公司", officer)
    end_row(PARTIES, gone.pk, Entry({}, date(2026, 2, 1), "注销公告"), by=officer, at=MAY)
    made = join_parties(second.pk, Joining(first.pk, "同一家"), by=officer, at=MAY)
    before = everything()

    def refused(
        kind, party: int, head: int, reason: str = "理由", day: date | None = None, by=officer
    ) -> None:
        with pytest.raises(kind):
            join_parties(party, Joining(head, reason, day), by=by, at=JUNE)

    refused(InvalidInput, third.pk, third.pk)
    refused(InvalidInput, third.pk, first.pk, "  ")
    refused(InvalidInput, third.pk, first.pk, "长" * 401)
    refused(InvalidInput, third.pk, first.pk, day=date(2027, 1, 1))
    refused(WrongState, second.pk, third.pk)
    refused(WrongState, gone.pk, first.pk)
    refused(WrongState, third.pk, gone.pk)
    refused(Conflict, first.pk, second.pk)
    refused(NotFound, third.pk, 10**9)
    refused(NotAllowed, third.pk, first.pk, by=actor(Role.OFFICE_LEADER, office))
    for reason, day, kind in (
        ("", None, InvalidInput), ("理由", date(2027, 1, 1), InvalidInput),
    ):  # fmt: skip
        with pytest.raises(kind):
            split_parties(made.pk, reason=reason, effective_on=day, by=officer, at=JUNE)
    with pytest.raises(NotAllowed):
        split_parties(made.pk, reason="理由", by=actor(Role.READ_ONLY_LEADER, office), at=JUNE)
    with pytest.raises(NotFound):
        split_parties(made.pk + 1, reason="理由", by=officer, at=JUNE)
    with pytest.raises(WrongState):
        withdraw_event(PARTIES, second.pk, made.event_id, reason="理由", by=officer, at=JUNE)
    assert everything() == before
    split_parties(made.pk, reason="理由", by=officer, at=JUNE)
    after = everything()
    with pytest.raises(WrongState):
        split_parties(made.pk, reason="再拆", by=officer, at=JUNE)
    assert everything() == after


def test_a_split_is_not_joined_again_by_the_rules(officer):
    take_names(officer, HEAD)
    take_names(officer, RENAMED, at=MAY, first=2)
    made = PartyJoin.objects.get()
    split_parties(made.pk, reason="重名", by=officer, at=JUNE)
    Party.objects.filter(pk=made.party_id).update(resolved_at=None)
    assert resolve_what_is_left(JULY) == 1
    assert PartyJoin.objects.count() == 1
    assert Party.objects.get(pk=made.party_id).joined_to is None


# Undo


def test_undo_takes_back_the_joins_of_a_batch_and_keeps_what_was_known(officer):
    take_names(officer, HEAD)
    batch = take_names(officer, RENAMED, SHORT, FULL, at=MAY, first=2)
    assert questions_visible_to(officer).count() == 1
    assert firms(MAY) == 3
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert [firms(FEB), firms(MAY), firms(JUNE)] == [1, 3, 1]
    assert not questions_visible_to(officer).exists()
    assert joins_of(Party.objects.get(name=HEAD), Moment(YEAR, JUNE)) == []
    assert len(joins_of(Party.objects.get(name=HEAD), Moment(YEAR, MAY))) == 1
    take_names(officer, RENAMED, at=JULY, first=2)
    assert firms(JULY) == 1
    again = Party.objects.filter(name=RENAMED, is_shown=True).get()
    assert again.joined_to.name == HEAD


def test_a_batch_to_whose_parties_others_are_joined_is_not_undone(officer):
    first = take_names(officer, HEAD)
    take_names(officer, RENAMED, at=MAY, first=2)
    before = everything()
    with pytest.raises(Conflict, match="主体 1"):
        undo_batch(first.pk, by=officer, at=JUNE)
    assert everything() == before


def test_a_batch_about_whose_parties_a_person_decided_is_not_undone(officer):
    question, _short, full = asked_about(officer)
    decide_question(question.pk, Answer(full.pk), by=officer, at=JUNE)
    with pytest.raises(Conflict, match="组织与个人的后续事件 1"):
        undo_batch(question.batch_id, by=officer, at=JULY)
    assert firms(JULY) == 1


# What no commit has resolved


def test_parties_recorded_by_hand_are_resolved_by_the_command(officer, capsys):
    from zhichan.rooms.registry.joining.command import resolve

    take_names(officer, FULL)
    twin = firm("天津 海晨智能装备有限公司", officer, at=MAY)
    like = firm("天津海晨智能装备集团有限公司", officer, at=MAY)
    firm("北山示例钢管有限公司", officer, at=MAY)
    resolve(json=True)
    told = json.loads(capsys.readouterr().out)
    assert told == {"parties": 3, "joined": 1, "queued": 1, "new": 1, "waiting": 1, "model": "2"}
    twin.refresh_from_db()
    assert (twin.joined_to.name, PartyJoin.objects.get().rule) == (FULL, JoinRule.SAME_NAME)
    assert JoinQuestion.objects.get().party == like
    resolve(json=False)
    assert "归并 0 个主体" in capsys.readouterr().out
    take_names(officer, "北山示例钢管有限公司", at=timezone.now(), first=9)
    assert Party.objects.filter(name="北山示例钢管有限公司").count() == 1


def test_what_a_person_has_joined_is_not_resolved_again(officer):
    take_names(officer, FULL)
    twin, other = firm("天津 海晨智能装备有限公司", officer), firm("北山示例钢管有限公司", officer)
    join_parties(twin.pk, Joining(other.pk, "同一家"), by=officer, at=MAY)
    assert resolve_what_is_left(JUNE) == 1
    twin.refresh_from_db()
    assert (twin.joined_to, PartyJoin.objects.count()) == (other, 1)


def test_a_join_of_the_command_goes_with_the_batch_of_its_party(officer, monkeypatch):
    take_names(officer, HEAD)
    with monkeypatch.context() as without:
        without.setattr("zhichan.rooms.registry.intakes.names.settle_batch", lambda *_given, **_more: None)
        batch = take_names(officer, RENAMED, at=MAY, first=2)
    assert firms(MAY) == 2
    assert resolve_what_is_left(JUNE) == 1
    assert [firms(MAY), firms(JUNE)] == [2, 1]
    undo_batch(batch.pk, by=officer, at=JULY)
    assert [firms(MAY), firms(JUNE), firms(JULY)] == [2, 1, 1]
    assert joins_of(Party.objects.get(name=HEAD), Moment(YEAR, JULY)) == []


# Pages and API


def token(person, office, role: Role = Role.PLAN_OFFICER) -> dict[str, str]:
    owner = person(role, office)
    ApiToken.objects.create(
        person=owner,
        label="t",
        digest=digest_of("geheim"),
        created_at=timezone.now(),
        expires_on=date(2999, 1, 1),
        scopes=["registry.party.view", "registry.join.decide", "registers.register.use"],
    )
    return {"Authorization": "Bearer geheim"}


def test_the_page_of_a_party_answers_for_the_moment(officer, signed_in, office):
    first, second = two(officer)
    made = join_parties(second.pk, Joining(first.pk, "更名通知书"), by=officer, at=MAY)
    split_parties(made.pk, reason="两家不同", by=officer, at=JUNE)
    client = signed_in(Role.PLAN_OFFICER, office)
    address = f"/registry/registers/party/{first.pk}/"

    def page(known: str) -> str:
        return client.get(f"{address}?on=2026-01-31&known={known}").content.decode()

    before, joined, apart = page("2026-03-01"), page("2026-05-31"), page("2026-06-30")
    assert ("没有归并过" in before, "有效专利 1 件" in before) == (True, True)
    assert ("更名通知书" in joined, "已拆开" in joined, "有效专利 2 件" in joined) == (True, False, True)
    assert ("两家不同" in apart, "已拆开" in apart, "有效专利 1 件" in apart) == (True, True, True)


def test_the_api_answers_for_the_moment(officer, person, office):
    first, second = two(officer)
    made = join_parties(second.pk, Joining(first.pk, "更名通知书"), by=officer, at=MAY)
    split_parties(made.pk, reason="两家不同", by=officer, at=JUNE)
    headers = token(person, office)

    def joined_to(known_at: datetime) -> str | None:
        asked = {"on": "2026-01-31", "known_at": known_at.isoformat()}
        answer = Client().get("/api/v1/registers/registry.party/rows", asked, headers=headers)
        [found] = [one for one in answer.json()["items"] if one["id"] == second.pk]
        return found["values"]["joined_to_id"]

    assert [joined_to(FEB), joined_to(MAY), joined_to(JUNE)] == [None, str(first.pk), None]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"known_at": "2026-03-01T00:00:00"}, 422),
        ({"known_at": "0001-01-01T00:00:00"}, 422),
        ({"on": "9999-12-31"}, 422),
        ({"on": "2026-03-01", "known_at": "2026-03-01T00:00:00+08:00"}, 200),
    ],
)
def test_the_api_takes_an_instant_with_its_offset_and_a_day_that_there_is(person, office, asked, status):
    headers = token(person, office)
    for what in ("rows", "count"):
        answer = Client().get(f"/api/v1/registers/registry.party/{what}", asked, headers=headers)
        assert answer.status_code == status


def test_the_queue_through_the_api(officer, person, office):
    question, short, full = asked_about(officer)
    headers, client = token(person, office), Client()
    listed = client.get("/api/v1/registry/questions", headers=headers).json()
    [one] = listed["items"]
    assert (one["id"], one["name"], listed["next"]) == (question.pk, SHORT, None)
    assert one["candidates"][0]["name"] == FULL
    assert any("字号：相同" in reason for reason in one["candidates"][0]["reasons"])
    address = f"/api/v1/registry/questions/{question.pk}/answer"
    sent = {"headers": headers, "content_type": "application/json"}
    assert client.post(address, {"party_id": short.pk}, **sent).status_code == 422
    answer = client.post(address, {"party_id": full.pk, "reason": "官网"}, **sent)
    assert (answer.status_code, answer.json()["decision"]) == (200, "joined")
    assert client.get("/api/v1/registry/questions", headers=headers).json()["items"] == []
    assert client.post(address, {"party_id": full.pk}, **sent).status_code == 409


def test_the_queue_is_read_decided_and_goes_on_to_the_next(officer, signed_in, office):
    take_names(officer, FULL, "上海星源生物科技有限公司")
    take_names(officer, SHORT, "星源生物科技", at=MAY, first=5)
    client = signed_in(Role.PLAN_OFFICER, office)
    first, second = JoinQuestion.objects.order_by("-similarity", "-pk")
    listed = client.get("/registry/joins/").content.decode()
    assert all(name in listed for name in (SHORT, FULL, "星源生物科技"))
    page = client.get(f"/registry/joins/{first.pk}/").content.decode()
    assert "为什么像" in page
    assert "并入“" in page
    refused = client.post(f"/registry/joins/{first.pk}/", {"choice": "other"})
    assert refused.status_code == 422
    assert "请填并入哪个主体" in refused.content.decode()
    head = first.candidates.get().party
    done = client.post(f"/registry/joins/{first.pk}/", {"choice": str(head.pk)})
    assert (done.status_code, done["Location"]) == (302, f"/registry/joins/{second.pk}/")
    done = client.post(f"/registry/joins/{second.pk}/", {"choice": "new", "reason": "两家"})
    assert done["Location"] == "/registry/joins/"
    assert "没有等待决定的名称" in client.get("/registry/joins/").content.decode()
    assert {one.decision for one in JoinQuestion.objects.all()} == {"joined", "new"}
    reader = signed_in(Role.READ_ONLY_LEADER, office)
    assert reader.post(f"/registry/joins/{second.pk}/", {"choice": "new"}).status_code == 403
    assert "不能决定" not in client.get(f"/registry/joins/{second.pk}/").content.decode()


def test_join_and_split_by_form(officer, signed_in, office):
    first, second = two(officer)
    client = signed_in(Role.PLAN_OFFICER, office)
    address = f"/registry/registers/party/{second.pk}/join/"
    refused = client.post(address, {"head": "没有这家", "reason": "x"})
    assert (refused.status_code, PartyJoin.objects.count()) == (422, 0)
    assert client.post(address, {"head": HEAD, "reason": "同一家"}).status_code == 302
    made = PartyJoin.objects.get()
    page = client.get(f"/registry/registers/party/{second.pk}/").content.decode()
    assert f"/registry/registers/party/{second.pk}/joins/{made.pk}/split/" in page
    assert "并入其他主体" not in page
    stranger = firm("第三示例商贸有限公司", officer)
    assert client.get(f"/registry/registers/party/{stranger.pk}/joins/{made.pk}/split/").status_code == 404
    split = f"/registry/registers/party/{first.pk}/joins/{made.pk}/split/"
    assert client.post(split, {"reason": ""}).status_code == 422
    assert client.post(split, {"reason": "不是一家"}).status_code == 302
    made.refresh_from_db()
    assert made.split_event.note == "不是一家"


def test_the_queue_asks_few_questions(officer, signed_in, office, django_assert_max_num_queries):
    take_names(officer, *(f"天津{name}智能装备有限公司" for name in ("海晨", "星源", "宏泰", "瑞丰")))
    take_names(officer, "海晨智能装备", "星源智能装备", "宏泰智能装备", "瑞丰智能装备", at=MAY, first=9)
    assert JoinQuestion.objects.count() == 4
    client = signed_in(Role.PLAN_OFFICER, office)
    client.get("/registry/joins/")
    with django_assert_max_num_queries(12):
        client.get("/registry/joins/?order=newest")
