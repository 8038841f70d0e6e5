"""Notes, files and shares of a matter, and words that would give away who is secret."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.core.matters.conftest import House, at
from tests.core.matters.disputes import REPORTER, a_dispute, accepted, everything, in_hand, refused
from tests.core.matters.sample_procedures import installed  # noqa: F401  a fixture
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.files.actions import store_file
from zhichan.core.matters.actions.amend import Exclusion, exclude_time
from zhichan.core.matters.actions.files import NewFile, add_file
from zhichan.core.matters.actions.notes import add_note
from zhichan.core.matters.actions.participants import look_at_secret
from zhichan.core.matters.actions.parting import Road, Split, continue_as, split_matter
from zhichan.core.matters.actions.sharing import share_matter, stop_sharing
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.models import Matter, MatterEvent, MatterFile, Participant
from zhichan.core.matters.queries import matters_visible_to
from zhichan.core.matters.writing.seats import NewParticipant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]
LATER = at("2026-02-12 09:00")


def test_a_note_changes_neither_state_nor_clocks(house: House) -> None:
    matter = in_hand(house)
    kept = everything()
    add_note(matter.pk, " 请补充评价报告。 ", by=house.reviewer, at=LATER)
    event = MatterEvent.objects.get(kind="noted")
    assert (event.note, event.person_id, event.recorded_at) == ("请补充评价报告。", house.reviewer.id, LATER)
    after = everything()
    assert after["matters.Obligation"] == kept["matters.Obligation"]
    state = matter.state
    matter.refresh_from_db()
    assert (matter.state, matter.revision) == (state, event.seq)


def test_what_is_sent_once_more_right_after_is_written_once(house: House) -> None:
    matter = accepted(house)
    hearing = Step("hearing", {"hearing_on": "2026-03-02"})
    for act in (
        lambda by, when: add_note(matter.pk, "电话核实地址。", by=by, at=at(when)),
        lambda by, when: take_move(matter.pk, hearing, by=by, at=at(when)),
    ):
        act(house.officer, "2026-02-12 09:00")
        refused(Conflict, lambda act=act: act(house.officer, "2026-02-12 09:04"), "没有再记一次")
        act(house.second, "2026-02-12 09:04")
        act(house.second, "2026-02-12 09:10")


def test_a_note_that_is_empty_too_long_or_a_strangers_is_refused(house: House) -> None:
    matter = in_hand(house)
    refused(InvalidInput, lambda: add_note(matter.pk, " \n", by=house.officer, at=LATER))
    refused(InvalidInput, lambda: add_note(matter.pk, "长" * 1001, by=house.officer, at=LATER))
    refused(NotFound, lambda: add_note(matter.pk, "看看", by=house.stranger, at=LATER))


def test_only_the_case_team_puts_files_in(house: House) -> None:
    matter = in_hand(house)
    stored = store_file("笔录".encode(), name="笔录.txt", by=house.officer, at=LATER)
    refused(NotAllowed, lambda: add_file(matter.pk, NewFile(stored, "笔录.txt"), by=house.leader, at=LATER))
    refused(InvalidInput, lambda: add_file(matter.pk, NewFile(stored, " "), by=house.officer, at=LATER))
    refused(
        InvalidInput,
        lambda: add_file(matter.pk, NewFile(stored, "a.txt", "长" * 201), by=house.officer, at=LATER),
    )
    added = add_file(matter.pk, NewFile(stored, "笔录.txt", "询问笔录"), by=house.officer, at=LATER)
    assert list(MatterFile.objects.values_list("name", "label", "is_secret")) == [
        ("笔录.txt", "询问笔录", False)
    ]
    assert MatterEvent.objects.get(kind="filed").values == {"file": added.pk, "is_secret": False}


def test_a_shared_matter_is_seen_by_the_other_unit_until_it_is_no_longer(
    house: House, unit: Callable[..., Any]
) -> None:
    matter, other = in_hand(house), unit("云川区科技局")
    assert matter not in matters_visible_to(house.stranger)
    share_matter(matter.pk, other.pk, "协助核查", by=house.leader, at=LATER)
    assert matter in matters_visible_to(house.stranger)
    refused(WrongState, lambda: share_matter(matter.pk, other.pk, "再次", by=house.leader, at=LATER))
    refused(InvalidInput, lambda: share_matter(matter.pk, house.unit.pk, "自己", by=house.leader, at=LATER))
    refused(NotFound, lambda: share_matter(matter.pk, 10**9, "没有", by=house.leader, at=LATER))
    refused(NotAllowed, lambda: share_matter(matter.pk, other.pk, "转发", by=house.stranger, at=LATER))
    stop_sharing(matter.pk, other.pk, "核查完毕", by=house.leader, at=LATER)
    assert matter not in matters_visible_to(house.stranger)
    refused(WrongState, lambda: stop_sharing(matter.pk, other.pk, "再停", by=house.leader, at=LATER))
    assert [one.values["link"] for one in MatterEvent.objects.filter(kind="linked").order_by("pk")] == [
        "shared",
        "unshared",
    ]


SPELLINGS = (
    REPORTER.name,
    REPORTER.phone,
    REPORTER.identifier,
    " ".join(REPORTER.name),
    f"{REPORTER.phone[:3]}-{REPORTER.phone[3:7]} {REPORTER.phone[7:]}",
    REPORTER.identifier.translate({ord(figure): chr(ord(figure) + 0xFEE0) for figure in "0123456789"}),
)


@pytest.mark.parametrize("secret", SPELLINGS)
def test_no_words_of_the_team_name_a_reporter(house: House, secret: str) -> None:
    matter = accepted(house)
    text = f"据{secret}称，货在仓库。"
    stored = store_file(b"x", name="a.txt", by=house.officer, at=LATER)
    exclusion = Exclusion("鉴定", LATER.date(), None, text)
    for act in (
        lambda: add_note(matter.pk, text, by=house.officer, at=LATER),
        lambda: add_file(matter.pk, NewFile(stored, "a.txt", text), by=house.officer, at=LATER),
        lambda: exclude_time(matter.pk, exclusion, by=house.officer, at=LATER),
        lambda: take_move(matter.pk, Step("decide", {"result": text}), by=house.officer, at=LATER),
        lambda: take_move(matter.pk, Step("stay", note=text), by=house.officer, at=LATER),
        lambda: look_at_secret(matter.pk, reporter_of(matter).pk, text, by=house.officer, at=LATER),
        lambda: split_matter(matter.pk, Split(text), "两案分办", by=house.officer, at=LATER),
        lambda: continue_as(matter.pk, Road("lead", text), "另查", by=house.officer, at=LATER),
    ):
        refused(InvalidInput, act, "保密参与人")


def reporter_of(matter: Matter) -> Participant:
    return Participant.objects.get(matter=matter, seat="reporter")


def test_who_may_not_know_a_reporter_is_not_told_that_a_guess_is_right(house: House) -> None:
    matter = accepted(house)
    for guess in (REPORTER.name, "别的名字"):
        add_note(matter.pk, f"是不是{guess}报的？", by=house.leader, at=LATER)
    assert MatterEvent.objects.filter(kind="noted").count() == 2


@pytest.mark.parametrize("field", ["title", "claim"])
def test_no_matter_is_opened_under_its_reporters_name(house: House, field: str) -> None:
    def opened() -> object:
        if field == "claim":
            return a_dispute(house, values={"claim": f"{REPORTER.name}举报侵权"})
        person = NewParticipant("reporter", "示例灯具", "person")
        return a_dispute(house, participants=(NewParticipant("requester", "示例公司"), person))

    refused(InvalidInput, opened, "保密参与人")


def test_a_firm_that_reports_may_still_be_named_as_the_holder(house: House) -> None:
    firm = NewParticipant("reporter", "云川示例光电有限公司", phone="022-55550109")
    matter = in_hand(house, participants=(NewParticipant("requester", "云川示例光电有限公司"), firm))
    add_note(matter.pk, "权利人云川示例光电有限公司已提交评价报告。", by=house.officer, at=LATER)
    refused(
        InvalidInput,
        lambda: add_note(matter.pk, "可打 022-55550109 联系。", by=house.officer, at=LATER),
        "保密参与人",
    )


def test_a_step_of_yesterday_may_be_recorded_after_time_was_excluded_today(house: House) -> None:
    matter = accepted(house)
    exclude_time(matter.pk, Exclusion("鉴定", LATER.date(), None, "委托鉴定书"), by=house.officer, at=LATER)
    taken = take_move(
        matter.pk, Step("stay", happened=at("2026-02-11 16:00")), by=house.officer, at=at("2026-02-12 10:00")
    )
    assert taken.event.happened_at == at("2026-02-11 16:00")


def test_each_look_at_a_reporter_is_logged_with_its_reason_and_without_the_name(house: House) -> None:
    matter = accepted(house)
    seen = look_at_secret(matter.pk, reporter_of(matter).pk, "回访举报人", by=house.second, at=LATER)
    assert seen.name == REPORTER.name
    event = AuditEvent.objects.get(kind="matters.secret.looked")
    assert "回访举报人" in str(event.details)
    assert REPORTER.name not in str(event.details)
    for who in (house.leader, house.reviewer, house.host):
        refused(
            NotAllowed,
            lambda who=who: look_at_secret(matter.pk, reporter_of(matter).pk, "看看", by=who, at=LATER),
        )


def test_a_contact_of_the_unit_writes_no_note(house: House, actor: Callable[..., Any]) -> None:
    matter = in_hand(house)
    contact = actor(Role.UNIT_CONTACT, house.unit)
    refused(NotAllowed, lambda: add_note(matter.pk, "看看", by=contact, at=LATER))
