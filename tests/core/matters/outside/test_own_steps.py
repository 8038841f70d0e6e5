"""Acting in one's own matter from outside: the steps that are open, by code or account, and no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.matters.conftest import House, at
from tests.core.matters.outside.conftest import submitted, ticket_of
from tests.everything import everything
from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.matters.actions.outside import rate, renew_code
from zhichan.core.matters.actions.participants import remove_participant
from zhichan.core.matters.actions.submit import Submitted
from zhichan.core.matters.actions.take_move import Step, take_move, take_own_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Matter, MatterEvent, Obligation, Rating
from zhichan.core.matters.outside.tickets import Ticket, seated_with, ticket_for
from zhichan.core.matters.parts import Part
from zhichan.core.notices.models import Notice

pytestmark = pytest.mark.django_db
NEXT_DAY, LATER = at("2026-11-03 10:00"), at("2026-11-04 11:00")
CORRECTED = Step("correct", {"corrected": "已补专利证书"})


def sent_back(house: House, by: Actor = ANONYMOUS, procedure: str = "asking") -> Submitted:
    """A matter that waits for whoever submitted it."""
    done = submitted(by, procedure)
    step = Step("ask_correction", {"to_correct": "缺专利证书", "inner": "材料太少"})
    take_move(done.matter.pk, step, by=house.officer, at=NEXT_DAY)
    return done


def answered(house: House, by: Actor = ANONYMOUS, procedure: str = "asking") -> Submitted:
    done = submitted(by, procedure)
    for step, who in (
        (Step("accept"), house.officer),
        (Step("send_up"), house.officer),
        (Step("answer", {"opinion": "构成近似，可以请求裁决"}), house.leader),
    ):
        take_move(done.matter.pk, step, by=who, at=NEXT_DAY)
    return done


def test_whoever_holds_the_code_completes_and_the_clocks_hold(house: House) -> None:
    done = sent_back(house)
    # Ten working days from 3 November: 4 5 6 | 9 10 11 12 13 | 16 17.
    assert Obligation.objects.get(name="correct").due_on == date(2026, 11, 17)
    taken = take_own_move(ticket_of(done), CORRECTED, by=ANONYMOUS, at=LATER)
    assert (taken.event.part, taken.event.person, taken.event.happened_at) == ("requester", None, LATER)
    assert (taken.event.values, taken.event.source) == ({"corrected": "已补专利证书"}, "anonymous:")
    done.matter.refresh_from_db()
    assert done.matter.state == "received"
    assert Obligation.objects.get(name="correct").state == "met"
    assert Notice.objects.filter(text__startswith="补正：示援").count() == 4


def test_the_account_needs_no_code_and_acts_under_its_name(house: House, firm: Actor) -> None:
    done = sent_back(house, firm)
    taken = take_own_move(Ticket(done.matter.pk), CORRECTED, by=firm, at=LATER)
    assert taken.event.person_id == firm.id


def test_of_a_secret_person_not_even_the_account_is_written(house: House, firm: Actor) -> None:
    done = sent_back(house, firm, "tip")
    taken = take_own_move(Ticket(done.matter.pk), CORRECTED, by=firm, at=LATER)
    assert (taken.event.person, taken.event.source) == (None, "anonymous:")
    with pytest.raises(InvalidInput, match="您的姓名或号码"):
        take_own_move(
            Ticket(done.matter.pk), Step("withdraw", {"reason": "打 13800001234"}), by=firm, at=LATER
        )


def test_the_day_of_an_own_step_is_the_day_it_is_taken(house: House) -> None:
    done = sent_back(house)
    step = replace(CORRECTED, happened=date(2026, 11, 3))
    assert take_own_move(ticket_of(done), step, by=ANONYMOUS, at=LATER).event.happened_at == LATER


@pytest.mark.parametrize(
    ("step", "error"),
    [
        (Step("accept"), WrongState),
        (Step("ask_correction", {"to_correct": "x"}), WrongState),
        (Step("settle"), WrongState),
        (Step("answer", {"opinion": "x"}), WrongState),
        (Step("no_such"), WrongState),
        (Step("correct"), InvalidInput),
        (Step("correct", {"corrected": "x", "more": "y"}), InvalidInput),
        (Step("correct", {"corrected": "x"}, seen=1), Conflict),
    ],
)
def test_a_refused_step_changes_nothing_and_says_no_inner_word(
    house: House, step: Step, error: type[Exception]
) -> None:
    done = sent_back(house)
    before = everything()
    with pytest.raises(error) as refused:
        take_own_move(ticket_of(done), step, by=ANONYMOUS, at=LATER)
    assert everything() == before
    assert not any(word in str(refused.value) for word in ("退回补正", "办案", "局", "first", "材料太少"))


def test_what_the_case_team_only_records_is_not_open_to_the_outside(house: House) -> None:
    """Both may settle by the procedure; that they did, the case team records."""
    done = submitted()
    take_move(done.matter.pk, Step("accept"), by=house.officer, at=NEXT_DAY)
    with pytest.raises(WrongState, match="不需要您办这一步"):
        take_own_move(ticket_of(done), Step("settle"), by=ANONYMOUS, at=LATER)
    take_own_move(ticket_of(done), Step("withdraw"), by=ANONYMOUS, at=LATER)
    done.matter.refresh_from_db()
    assert (done.matter.state, done.matter.is_open) == ("withdrawn", False)


def test_a_step_sent_twice_is_taken_once(house: House) -> None:
    done = sent_back(house)
    take_own_move(ticket_of(done), CORRECTED, by=ANONYMOUS, at=LATER)
    before = everything()
    with pytest.raises(WrongState, match="可能已经办过"):
        take_own_move(ticket_of(done), CORRECTED, by=ANONYMOUS, at=LATER)
    assert everything() == before


@pytest.mark.parametrize("way", ["no digest", "wrong digest", "other matter", "inner matter", "stranger"])
def test_without_the_code_or_the_account_there_is_no_such_matter(house: House, firm: Actor, way: str) -> None:
    done, other = sent_back(house, firm), submitted()
    by = {"stranger": house.stranger, "no digest": house.leader}.get(way, ANONYMOUS)
    digest = {"wrong digest": "0" * 64, "other matter": ticket_of(other).digest}.get(way, "")
    if way == "inner matter":
        Matter.objects.filter(pk=done.matter.pk).update(access_code="")
    before = everything()
    for act in (
        lambda ticket: take_own_move(ticket, CORRECTED, by=by, at=LATER),
        lambda ticket: rate(ticket, 5, "", by=by, at=LATER),
        lambda ticket: renew_code(ticket, by=by, at=LATER),
        lambda ticket: seated_with(ticket, by=by),
    ):
        with pytest.raises(NotFound, match="没有找到这件办件"):
            act(Ticket(done.matter.pk, digest))
    assert everything() == before


def test_a_token_without_the_scope_is_told_so(house: House, firm: Actor) -> None:
    done = sent_back(house, firm)
    with pytest.raises(NotAllowed, match="令牌不含"):
        take_own_move(Ticket(done.matter.pk), CORRECTED, by=replace(firm, scopes=frozenset({"x"})), at=LATER)


def test_whoever_has_left_the_matter_opens_it_no_more(house: House, firm: Actor) -> None:
    done = sent_back(house, firm)
    assign(done.matter.pk, [house.officer.id], Part.CASE_TEAM, by=house.leader, at=LATER)
    own = done.matter.participants.get(by_code=True)
    remove_participant(done.matter.pk, own.pk, "登记错了", by=house.officer, at=LATER)
    for ticket, by in ((ticket_of(done), ANONYMOUS), (Ticket(done.matter.pk), firm)):
        with pytest.raises(NotFound):
            seated_with(ticket, by=by)


def test_the_number_and_the_code_as_typed_open_the_matter(house: House) -> None:
    done = submitted()
    typed = f"{done.code[:4].lower()}-{done.code[4:]}"
    assert ticket_for("示援2026-1", typed) == ticket_of(done)
    for number, code in (("示援2026-2", done.code), ("示援2026-1", done.code[:-1]), ("", "")):
        assert ticket_for(number, code) is None


def test_a_new_code_replaces_the_former(house: House) -> None:
    done = submitted()
    new = renew_code(ticket_of(done), by=ANONYMOUS, at=NEXT_DAY)
    assert ticket_for(done.matter.number, done.code) is None
    assert ticket_for(done.matter.number, new) is not None
    assert new not in repr(list(Matter.objects.values()))


def test_a_matter_is_rated_once_after_its_closing(house: House) -> None:
    done = answered(house)
    rating = rate(ticket_of(done), 4, "  答复快  ", by=ANONYMOUS, at=LATER)
    assert (rating.grade, rating.words, rating.source) == (4, "答复快", "anonymous:")
    assert not Notice.objects.filter(kind="matters.rated").exists()
    before = everything()
    with pytest.raises(WrongState, match="已经评价过"):
        rate(ticket_of(done), 5, "", by=ANONYMOUS, at=LATER)
    assert everything() == before


def test_a_bad_word_is_told_to_the_heads(house: House) -> None:
    done = answered(house)
    rate(ticket_of(done), 2, "没有说清楚", by=ANONYMOUS, at=LATER)
    notice = Notice.objects.get(kind="matters.rated")
    assert (notice.person_id, notice.text) == (house.leader.id, "收到差评（不满意）：示援〔2026〕1号")


@pytest.mark.parametrize(("grade", "words"), [(0, ""), (6, ""), (-1, ""), (5, "好" * 501), (5, "好\x00")])
def test_a_word_that_is_none_is_refused(house: House, grade: int, words: str) -> None:
    done = answered(house)
    before = everything()
    with pytest.raises(InvalidInput):
        rate(ticket_of(done), grade, words, by=ANONYMOUS, at=LATER)
    assert everything() == before


def test_an_open_matter_is_not_rated(house: House) -> None:
    done = submitted()
    with pytest.raises(WrongState, match="办结之后"):
        rate(ticket_of(done), 5, "", by=ANONYMOUS, at=LATER)
    assert not Rating.objects.exists()


def test_an_officer_who_comes_second_is_told_that_the_party_was_first(house: House) -> None:
    done = sent_back(house)
    seen = Matter.objects.get().revision
    take_own_move(ticket_of(done), CORRECTED, by=ANONYMOUS, at=LATER)
    with pytest.raises(Conflict, match="请求人已于 2026-11-04 11:00 办了“补正”"):
        take_move(done.matter.pk, Step("accept", seen=seen), by=house.officer, at=LATER)
    assert MatterEvent.objects.filter(name="accept").count() == 0
