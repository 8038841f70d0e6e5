"""Matters that go together: related, merged, split, on another road; and what a refusal leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.core.matters.conftest import House, at
from tests.core.matters.disputes import REPORTER, REQUESTER, a_dispute, accepted, in_hand, refused
from tests.core.matters.sample_procedures import installed  # noqa: F401  a fixture
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.files.actions import store_file
from zhichan.core.matters.actions.files import NewFile, add_file
from zhichan.core.matters.actions.links import merge_matter, relate_matters
from zhichan.core.matters.actions.notes import add_note
from zhichan.core.matters.actions.parting import Road, Split, continue_as, split_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign, recuse
from zhichan.core.matters.models import Matter, MatterEvent, MatterFile, MatterLink, Obligation, Participant
from zhichan.core.matters.queries import clocks_now, happenings_of, procedure_of
from zhichan.core.matters.writing.refresh import refresh
from zhichan.core.matters.writing.seats import NewParticipant, seat_participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed", "every_write_noted")]
LATER = at("2026-02-12 09:00")


def with_papers(house: House, matter: Matter) -> None:
    for name, secret in (("检材.txt", False), ("举报信.txt", True)):
        stored = store_file(name.encode(), name=name, by=house.officer, at=LATER)
        add_file(matter.pk, NewFile(stored, name, is_secret=secret), by=house.officer, at=LATER)
    add_note(matter.pk, "已与市场所核对门店地址。", by=house.officer, at=LATER)
    matter.refresh_from_db()


def who_sits(matter: Matter) -> set[tuple[str, str, bool]]:
    rows = Participant.objects.filter(matter=matter, removed_at__isnull=True)
    return set(rows.values_list("seat", "name", "is_secret"))


def test_related_matters_name_each_other_and_run_on(house: House) -> None:
    first, second = in_hand(house), a_dispute(house)
    clocks = list(Obligation.objects.order_by("pk").values())
    relate_matters(first.pk, second.pk, "同一被请求人", by=house.officer, at=LATER)
    made = MatterLink.objects.get()
    assert (made.first_id, made.second_id, made.kind) == (first.pk, second.pk, "related")
    events = MatterEvent.objects.filter(kind="linked").order_by("matter_id")
    assert [(one.matter_id, one.values["matter"], one.note) for one in events] == [
        (first.pk, second.pk, "同一被请求人"),
        (second.pk, first.pk, "同一被请求人"),
    ]
    assert list(Obligation.objects.order_by("pk").values()) == clocks
    refused(
        WrongState,
        lambda: relate_matters(second.pk, first.pk, "又一次", by=house.officer, at=LATER),
        "已经关联过",
    )


def test_a_link_needs_another_matter_a_reason_and_the_right_over_both(
    house: House, unit: Callable[..., Any]
) -> None:
    first, second = in_hand(house), a_dispute(house)
    elsewhere = a_dispute(replace(house, unit=unit("云川区科技局"), officer=house.stranger))

    def relate(one: int, other: int, reason: str, by: Any) -> Callable[[], object]:
        return lambda: relate_matters(one, other, reason, by=by, at=LATER)

    refused(InvalidInput, relate(first.pk, first.pk, "自己", house.officer))
    refused(InvalidInput, relate(first.pk, second.pk, "  ", house.officer))
    refused(NotFound, relate(first.pk, elsewhere.pk, "同案", house.officer))
    refused(NotFound, relate(first.pk, second.pk, "同案", house.stranger))


def test_a_merged_matter_ends_with_its_clocks_and_its_file_goes_on(house: House) -> None:
    earlier, later = in_hand(house), in_hand(house, LATER)
    with_papers(house, later)
    seat_participant(
        later, procedure_of(later), NewParticipant("reporter", "赵二举", "person"), by=house.officer, at=LATER
    )
    when = at("2026-02-13 15:00")
    merge_matter(later.pk, earlier.pk, "同一事实", by=house.officer, at=when)
    later.refresh_from_db()
    assert (later.state, later.is_open, later.closed_at, later.waits_on) == ("received", False, when, "")
    assert later.next_due_at.year == 9999
    assert {row.state for row in Obligation.objects.filter(matter=later)} == {"fell_away"}
    assert {row.state for row in Obligation.objects.filter(matter=earlier)} == {"running"}
    assert who_sits(earlier) == {
        ("requester", REQUESTER.name, False),
        ("respondent", "陈示范", False),
        ("reporter", REPORTER.name, True),
        ("reporter", "赵二举", True),
    }
    files = MatterFile.objects.filter(matter=earlier).order_by("pk")
    assert list(files.values_list("name", "is_secret")) == [("检材.txt", False), ("举报信.txt", True)]
    note = MatterEvent.objects.get(matter=earlier, kind="noted")
    assert (note.note, note.values["from"]) == ("已与市场所核对门店地址。", later.number)


def test_what_is_stored_of_a_merged_matter_follows_from_its_events(house: House) -> None:
    """Asked anew, and by the events alone, it is the same."""
    earlier, later = in_hand(house), in_hand(house, LATER)
    merge_matter(later.pk, earlier.pk, "同一事实", by=house.officer, at=LATER)
    later.refresh_from_db()
    before = Matter.objects.filter(pk=later.pk).values().get(), list(Obligation.objects.values())
    refresh([later.pk], at=at("2026-06-01 09:00"))
    assert (Matter.objects.filter(pk=later.pk).values().get(), list(Obligation.objects.values())) == before
    clocks = clocks_now(procedure_of(later), happenings_of(later), at=at("2026-06-01 09:00"))
    assert {clock.state for clock in clocks} == {"fell_away"}


def test_no_step_is_taken_in_a_merged_matter(house: House) -> None:
    earlier, later = in_hand(house), in_hand(house, LATER)
    merge_matter(later.pk, earlier.pk, "同一事实", by=house.officer, at=LATER)
    refused(
        WrongState, lambda: take_move(later.pk, Step("refuse"), by=house.officer, at=LATER), "已并入另一件"
    )
    refused(
        WrongState, lambda: merge_matter(later.pk, earlier.pk, "再并", by=house.officer, at=LATER), "已办结"
    )


def test_the_earlier_is_not_merged_into_the_later(house: House) -> None:
    earlier, later = in_hand(house), in_hand(house, LATER)
    refused(
        WrongState,
        lambda: merge_matter(earlier.pk, later.pk, "并案", by=house.officer, at=LATER),
        "期限才不会变长",
    )


def test_a_merge_that_would_lose_a_promised_answer_is_refused(house: House) -> None:
    """The one who reported under their name is to be told; the other matter has nobody of the kind."""
    earlier = in_hand(house)
    later = in_hand(house, LATER, values={"claim": "停止侵权", "is_named": "yes"})
    refused(
        WrongState,
        lambda: merge_matter(later.pk, earlier.pk, "并案", by=house.officer, at=LATER),
        "“实名”两件填得不同",
    )


def test_who_may_not_merge(house: House) -> None:
    earlier, later = in_hand(house), in_hand(house, LATER)

    def merge(by: Any, seen: int | None = None) -> Callable[[], object]:
        return lambda: merge_matter(later.pk, earlier.pk, "并案", by=by, at=LATER, seen=seen)

    refused(NotAllowed, merge(house.leader))
    refused(NotFound, merge(house.stranger))
    refused(Conflict, merge(house.officer, seen=1))


def test_a_split_counts_from_the_first_day_and_takes_its_people_along(house: House) -> None:
    matter = in_hand(house)
    with_papers(house, matter)
    leaving = tuple(
        Participant.objects.filter(matter=matter, seat__in=["requester", "reporter"]).values_list(
            "pk", flat=True
        )
    )
    made = split_matter(
        matter.pk, Split("示例灯具纠纷（二）", leaving), "两个被请求人", by=house.officer, at=LATER
    )
    made.refresh_from_db()
    assert (made.procedure, made.version, made.state) == ("sample_dispute", 1, "received")
    assert made.opened_at == matter.opened_at
    assert made.handler_id == house.officer.id
    due = {row.matter_id: row.due_on for row in Obligation.objects.filter(name="accept")}
    # Five working days from 2026-02-10 over the Spring Festival.
    assert due == {matter.pk: date(2026, 2, 24), made.pk: date(2026, 2, 24)}
    assert who_sits(matter) == {("respondent", "陈示范", False)}
    assert who_sits(made) == {("requester", REQUESTER.name, False), ("reporter", REPORTER.name, True)}
    first = MatterEvent.objects.get(matter=made, kind="opened")
    assert first.values == {"claim": "停止侵权", "amount": 1200050}
    assert set(MatterFile.objects.filter(matter=made).values_list("name", flat=True)) == {
        "检材.txt",
        "举报信.txt",
    }
    assert MatterLink.objects.get(kind="split").second_id == made.pk


def test_a_split_without_title_or_with_somebody_else_is_refused(house: House) -> None:
    matter, other = in_hand(house), a_dispute(house)
    stranger = Participant.objects.filter(matter=other).latest("pk").pk

    def split(what: Split, by: Any = house.officer) -> Callable[[], object]:
        return lambda: split_matter(matter.pk, what, "分案", by=by, at=LATER)

    requester = Participant.objects.get(matter=matter, seat="requester").pk
    refused(InvalidInput, split(Split(" ", (requester,))), "事由")
    refused(InvalidInput, split(Split("分案", (stranger,))), "不在这件事项里")
    # Nobody left for the seat that must be taken.
    refused(InvalidInput, split(Split("分案")), "请登记请求人")
    refused(NotAllowed, split(Split("分案"), house.leader))


def test_a_dispute_on_another_road_keeps_file_notes_and_people(house: House) -> None:
    matter = accepted(house)
    with_papers(house, matter)
    made = continue_as(matter.pk, Road("sample_mediation"), "双方同意调解", by=house.officer, at=LATER)
    made.refresh_from_db()
    assert (made.procedure, made.title, made.state) == ("sample_mediation", matter.title, "open")
    assert who_sits(made) == {
        ("applicant", REQUESTER.name, False),  # by their part: the seats have other names there
        ("other", "陈示范", False),
    }
    first = MatterEvent.objects.get(matter=made, kind="opened")
    assert first.values == {"claim": "停止侵权", "amount": 1200050}
    assert set(MatterFile.objects.filter(matter=made).values_list("name", flat=True)) == {
        "检材.txt",
        "举报信.txt",
    }
    assert MatterEvent.objects.get(matter=made, kind="noted").note == "已与市场所核对门店地址。"
    assert MatterLink.objects.get().kind == "continued"
    matter.refresh_from_db()
    assert (matter.state, matter.is_open) == ("accepted", True)


def test_a_reporter_goes_along_only_into_a_secret_seat(house: House) -> None:
    matter = accepted(house)
    reporter = Participant.objects.get(matter=matter, seat="reporter")

    def go(seat: str) -> Callable[[], Matter]:
        road = Road("sample_mediation", seats={reporter.pk: seat})
        return lambda: continue_as(matter.pk, road, "调解", by=house.officer, at=LATER)

    refused(InvalidInput, go("applicant"), "只能以保密的身份带入")
    assert ("witness", REPORTER.name, True) in who_sits(go("witness")())


def test_the_same_road_or_a_road_for_children_only_is_refused(house: House) -> None:
    matter = accepted(house)
    for name, error in (("sample_dispute", InvalidInput), ("no_such_road", NotFound)):
        refused(
            error, lambda name=name: continue_as(matter.pk, Road(name), "改道", by=house.officer, at=LATER)
        )


def test_a_child_gets_the_amount_its_parent_was_given(house: House) -> None:
    matter = accepted(house)
    step = Step("mediate", {"amount": "800.5"})
    child = take_move(matter.pk, step, by=house.officer, at=LATER).child
    assert child is not None
    assert (child.procedure, child.parent_id) == ("sample_mediation", matter.pk)
    first = MatterEvent.objects.get(matter=child, kind="opened")
    assert first.values == {"claim": "停止侵权", "amount": 80050}
    assert who_sits(child) == {("applicant", REQUESTER.name, False), ("other", "陈示范", False)}


def test_who_withdrew_from_a_matter_has_withdrawn_from_what_comes_of_it(house: House) -> None:
    matter = accepted(house)
    recuse(matter.pk, house.second.id or 0, "近亲属", by=house.second, at=LATER)
    taken = take_move(matter.pk, Step("mediate", {"amount": "1"}), by=house.officer, at=LATER)
    road = continue_as(matter.pk, Road("sample_mediation"), "调解", by=house.officer, at=LATER)
    for one in (taken.child, road):
        assert one is not None
        refused(
            NotAllowed,
            lambda one=one: assign(one.pk, [house.second.id or 0], "case_team", by=house.leader, at=LATER),
            "回避",
        )
