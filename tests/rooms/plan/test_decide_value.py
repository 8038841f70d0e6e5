"""Deciding which of two figures counts, and notes: the same everywhere; refusals change nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.rooms.plan.actions.decide_value import Decided, decide_value
from zhichan.rooms.plan.actions.enter_value import ValueEntry, enter_value
from zhichan.rooms.plan.actions.note_indicator import note_indicator
from zhichan.rooms.plan.models import IndicatorNote, IndicatorValue, ValueDecision
from zhichan.rooms.plan.queries.indicators import indicator_rows
from zhichan.rooms.plan.queries.outlook import outlooks_of
from zhichan.rooms.plan.queries.values import values_by_day

from .pages.test_indicator_pages import give, text_of, with_path
from .samples import computed_value, make_indicator

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 30)


@pytest.fixture
def indicator(plan, science):
    return with_path(make_indicator(plan, owner_unit=science))


@pytest.fixture
def pair(indicator, now):
    """4.2 computed and 4.9 entered for the end of September."""
    give(indicator, SEPTEMBER, "4.9")
    computed = computed_value(indicator, SEPTEMBER, "4.2", now - timedelta(days=3))
    return computed, IndicatorValue.objects.get(run=None)


def decided(pair, counts: str = "entered", reason: str = "市局通报已扣除转出专利（示例）") -> Decided:
    return Decided(pair[0].pk, pair[1].pk, counts, reason)


def test_what_was_decided_counts_in_every_list_and_can_be_decided_anew(indicator, pair, officer, now):
    made = decide_value(indicator.pk, decided(pair), by=officer, at=now)
    later = now + timedelta(minutes=1)
    for value in (
        indicator_rows([indicator], SEPTEMBER, later)[0].value,
        values_by_day([indicator.pk], SEPTEMBER, later)[indicator.pk][0],
        outlooks_of([indicator], at=later)[0].row.value,
    ):
        assert (value, value.at_odds, value.decision) == (pair[1], pair[0], made)
    assert indicator_rows([indicator], SEPTEMBER, now - timedelta(minutes=1))[0].value == pair[0]
    decide_value(indicator.pk, decided(pair, "computed", "分母已核对"), by=officer, at=later)
    assert indicator_rows([indicator], SEPTEMBER, later)[0].value == pair[0]
    assert not outlooks_of([indicator], at=later)[0].conflict
    assert [event.kind for event in events_of(indicator)] == ["plan.indicator.value_decided"] * 2
    assert (made.person_id, ValueDecision.objects.count()) == (officer.id, 2)
    with pytest.raises(DatabaseError), transaction.atomic():
        ValueDecision.objects.update(reason="改写")


def test_refusals_change_nothing(indicator, pair, plan, officer, contact, actor, office, now):
    other = make_indicator(plan, "另一个")
    enter_value(other.pk, ValueEntry(SEPTEMBER, Decimal(3), "通报（示例）"), by=officer, at=now)
    wrong = [
        (NotAllowed, indicator.pk, decided(pair), contact),
        (NotFound, other.pk + 99, decided(pair), officer),
        (InvalidInput, indicator.pk, decided(pair, reason="  "), officer),
        (InvalidInput, indicator.pk, decided(pair, reason="长" * 401), officer),
        (InvalidInput, indicator.pk, decided(pair, "both"), officer),
        (Conflict, other.pk, decided(pair), officer),
        (Conflict, indicator.pk, decided(pair[::-1]), officer),
        (NotAllowed, indicator.pk, decided(pair), actor(Post.READ_ONLY_LEADER, office)),
    ]
    for error, pk, what, by in wrong:
        with pytest.raises(error):
            decide_value(pk, what, by=by, at=now)
    assert not ValueDecision.objects.exists()
    decide_value(indicator.pk, decided(pair), by=officer, at=now)
    with pytest.raises(InvalidInput, match="已经是这样认定的"):
        decide_value(indicator.pk, decided(pair), by=officer, at=now)
    # Somebody corrects one of the two while the form is open.
    computed_value(indicator, SEPTEMBER, "4.4", now)
    with pytest.raises(Conflict, match="刚被更正"):
        decide_value(indicator.pk, decided(pair, "computed"), by=officer, at=now)
    indicator.retired_at = now
    indicator.save()
    with pytest.raises(WrongState):
        decide_value(indicator.pk, decided(pair, "computed"), by=officer, at=now)
    assert ValueDecision.objects.count() == 1


def test_notes_are_read_by_whoever_sees_the_indicator_and_never_changed(
    indicator, officer, contact, actor, unit, now
):
    first = note_indicator(indicator.pk, " 已电话说明。 ", about_on=SEPTEMBER, by=contact, at=now)
    assert (first.text, first.about_on, first.person_id) == ("已电话说明。", SEPTEMBER, contact.id)
    note_indicator(indicator.pk, "附书面材料。", by=officer, at=now)
    stranger = actor(Post.UNIT_CONTACT, unit("云川区农业局"))
    for error, text, by, on in (
        (InvalidInput, " ", officer, None),
        (InvalidInput, "长" * 1001, officer, None),
        (InvalidInput, "将来", officer, date(2027, 1, 1)),
        (NotFound, "看不到", stranger, None),
    ):
        with pytest.raises(error):
            note_indicator(indicator.pk, text, about_on=on, by=by, at=now)
    assert IndicatorNote.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        IndicatorNote.objects.all().delete()


@pytest.mark.usefixtures("frozen_now")
def test_the_pages_show_the_conflict_take_the_decision_and_the_note(
    indicator, pair, signed_in, office, science
):
    page, decide = f"/plan/indicators/{indicator.pk}/", f"/plan/indicators/{indicator.pk}/decide/"
    officer, contact = signed_in(Post.PLAN_OFFICER, office), signed_in(Post.UNIT_CONTACT, science)
    shown = text_of(officer.get(page))
    assert "待认定" in shown
    assert f"{decide}?on=2026-09-30" in shown
    assert decide not in text_of(contact.get(page))
    assert "科技局季报" in text_of(officer.get(f"{decide}?on=2026-09-30"))
    assert officer.get(f"{decide}?on=2026-06-30").status_code == 404
    sent = {"computed": pair[0].pk, "entered": pair[1].pk, "counts": "entered"}
    refused = officer.post(decide, sent)
    assert refused.status_code == 422
    done = officer.post(decide, {**sent, "reason": "以通报为准（示例）"}, follow=True)
    told = text_of(done)
    assert all(
        words in told for words in ("各处都按认定的数值", "以通报为准（示例）", "再次认定", "现值 4.9 件")
    )
    noted = contact.post(f"{page}notes/", {"text": "分母用上年末。", "about_on": "2026-09-30"}, follow=True)
    assert "分母用上年末。" in text_of(noted)
    assert "针对 2026-09-30 的值" in text_of(noted)
    assert contact.post(f"{page}notes/", {"text": ""}).status_code == 422
