"""One dispute over arbitration and court, and from road to road with its file; refusals included."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.matters.conftest import House, at
from tests.rooms.protection.conftest import Way, opened
from tests.rooms.protection.test_dispute_ways import REQUEST, SIDES, files_of, put_file, staffed
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.matters.actions.parting import Road, continue_as
from zhichan.core.matters.models import Matter, MatterLink

pytestmark = pytest.mark.django_db

ARBITRATION = {
    "dispute": "许可合同使用费",
    "institution": "示例仲裁委员会",
    "arbitration_agreement": "许可合同第十二条",
}
SUIT = {"dispute": "停止侵权并赔偿", "court": "示例法院", "brought_how": "party"}


def arbitrated(house: House) -> Way:
    way = opened(house, "arbitration", "2026-04-01 09:00", SIDES, **ARBITRATION)
    return staffed(way, "2026-04-01 09:00")


def awarded(house: House) -> Way:
    way = arbitrated(house)
    way.take("refer", "officer", "2026-04-01 10:00")
    way.take("accept", "officer", "2026-04-08 10:00", arbitration_number="示仲1号")
    award = {"award_number": "示裁1号", "awarded_on": "2026-06-10", "award_result": "支付使用费"}
    way.take("award", "officer", "2026-06-12 10:00", **award)
    return way


def sued(house: House) -> Way:
    way = staffed(opened(house, "court_case", "2026-04-01 09:00", SIDES, **SUIT), "2026-04-01 09:00")
    accepted = {"case_number": "示民初1号", "court_accepted_on": "2026-04-03"}
    way.take("accept", "officer", "2026-04-07 10:00", **accepted)
    return way


def gone_on(way: Way, procedure: str, when: str, **values: str) -> Way:
    road = Road(procedure, values=values)
    return Way(way.house, continue_as(way.matter.pk, road, "改道", by=way.house.officer, at=at(when)))


def sides_of(way: Way) -> dict[str, str]:
    return dict(way.matter.participants.filter(removed_at__isnull=True).values_list("seat", "name"))


def test_an_award_nobody_attacks_is_closed_after_three_months_from_its_last_receipt(house: House) -> None:
    way = awarded(house)
    assert way.documents() == ["arb_referral"]
    way.refused(WrongState, "还没有起算", "close", "officer", "2026-06-12 11:00")
    way.take("receive_award", "officer", "2026-06-15 10:00", award_received_on="2026-06-12")
    assert way.clock("apply_set_aside").due_on == date(2026, 9, 14)  # 12 September is a Saturday
    way.take("receive_award", "officer", "2026-06-16 10:00", award_received_on="2026-06-16")
    assert way.clock("apply_set_aside").due_on == date(2026, 9, 16)
    way.refused(WrongState, "2026-09-16 期满之后", "close", "officer", "2026-09-16 10:00")
    way.take("close", "officer", "2026-09-17 10:00")
    assert (way.matter.state, way.matter.is_open) == ("closed", False)


def test_an_award_is_set_aside_by_the_court_and_the_dispute_goes_there(house: House) -> None:
    way = awarded(house)
    way.take("receive_award", "officer", "2026-06-15 10:00", award_received_on="2026-06-15")
    applied = {"court": "示例中院", "reason": "没有仲裁协议"}
    # Late as the office counts: the court judges that, so it is recorded.
    way.take("apply_set_aside", "officer", "2026-09-16 10:00", **applied)
    late = way.clock("apply_set_aside")
    assert (late.due_on, late.state) == (date(2026, 9, 15), "met_late")
    accepted = {"court_accepted_on": "2026-09-18", "case_number": "示民特1号"}
    way.take("court_accept", "officer", "2026-09-18 10:00", **accepted)
    assert way.clock("court_rule").due_on == date(2026, 11, 18)
    ruling = {"ruling_number": "示裁2号", "ruled_on": "2026-11-10", "reason": "协议无效"}
    way.take("set_aside", "officer", "2026-11-11 10:00", **ruling)
    assert (way.matter.state, way.clock("court_rule").state) == ("set_aside", "met")
    suit = gone_on(way, "court_case", "2026-11-12 10:00", brought_how="after_award")
    assert sides_of(suit) == SIDES
    assert suit.matter.number.startswith("诉讼〔2026〕")


def test_an_application_to_set_aside_is_withdrawn_or_rejected(house: House) -> None:
    way = awarded(house)
    way.take("receive_award", "officer", "2026-06-15 10:00", award_received_on="2026-06-15")
    applied = {"court": "示例中院", "reason": "程序违法"}
    way.take("apply_set_aside", "officer", "2026-07-01 10:00", **applied)
    way.take("withdraw_set_aside", "officer", "2026-07-02 10:00")
    way.take("apply_set_aside", "officer", "2026-07-03 10:00", **applied)
    way.take("uphold", "officer", "2026-07-20 10:00", ruling_number="示裁3号", ruled_on="2026-07-20")
    assert way.states[-4:] == ["set_aside_applied", "awarded", "set_aside_applied", "upheld"]


def test_a_judgment_nobody_appeals_takes_effect_and_the_suit_is_closed(house: House) -> None:
    way = sued(house)
    judgment = {"judgment_number": "示民初1号", "judged_on": "2026-09-18", "court_result": "停止侵权"}
    way.take("judge", "officer", "2026-09-21 10:00", **judgment)
    way.refused(WrongState, "还没有起算", "judgment_stands", "officer", "2026-09-21 11:00")
    way.refused(WrongState, "期满没有上诉，裁定生效", "ruling_stands", "officer", "2026-09-21 11:00")
    way.take("receive_judgment", "officer", "2026-09-21 12:00", judgment_received_on="2026-09-20")
    assert way.clock("appeal_judgment").due_on == date(2026, 10, 8)
    way.refused(WrongState, "期满之后", "judgment_stands", "officer", "2026-10-08 10:00")
    way.take("judgment_stands", "officer", "2026-10-09 10:00")
    way.take("close", "officer", "2026-10-20 10:00", performance="performed")
    assert (way.matter.state, way.matter.is_open) == ("closed", False)


def test_a_suit_dismissed_by_a_ruling_comes_back_on_appeal_and_is_appealed_again(house: House) -> None:
    way = sued(house)
    ruling = {"ruling_number": "示裁4号", "ruled_on": "2026-05-06", "reason": "不属受案范围"}
    way.take("dismiss", "officer", "2026-05-07 10:00", **ruling)
    way.take("receive_ruling", "officer", "2026-05-08 10:00", ruling_received_on="2026-05-08")
    assert way.clock("appeal_ruling").due_on == date(2026, 5, 18)
    taken = way.take("appeal_ruling", "officer", "2026-05-19 10:00", appeal_court="示例中院")
    assert [("2026-05-18" in words, "依据待核" in words) for words in taken.warnings] == [(True, True)]
    way.take("send_back", "officer", "2026-06-10 10:00", reason="指令审理")
    judgment = {"judgment_number": "示民初2号", "judged_on": "2026-08-10", "court_result": "驳回请求"}
    way.take("judge", "officer", "2026-08-11 10:00", **judgment)
    way.take("receive_judgment", "officer", "2026-08-12 10:00", judgment_received_on="2026-08-12")
    way.take("appeal", "officer", "2026-08-20 10:00", appeal_court="示例中院")
    assert way.clock("appeal_judgment").state == "met"
    final = {"final_number": "示民终1号", "final_on": "2026-10-20", "court_result": "维持"}
    way.take("decide_appeal", "officer", "2026-10-21 10:00", **final)
    assert way.states[-2:] == ["appealed", "in_force"]


def test_a_dispute_takes_all_four_roads_and_keeps_its_file_and_its_sides(house: House) -> None:
    when = "2026-04-01 09:00"
    way = staffed(opened(house, "patent_adjudication", when, SIDES, **REQUEST), when)
    put_file(way, "权利证书.txt")
    arbitration = gone_on(way, "arbitration", "2026-04-02 09:00", **ARBITRATION)
    ended = {"dismiss_ground": "arbitrated", "ground_on": "2026-04-02", "reason": "许可合同有仲裁条款"}
    way.take("dismiss", "officer", "2026-04-02 10:00", **ended)
    mediation = gone_on(arbitration, "peoples_mediation", "2026-04-03 09:00")
    arbitration.take("end", "officer", "2026-04-03 10:00", end_ground="withdrawn")
    court = gone_on(mediation, "court_case", "2026-04-07 09:00", court="示例法院", brought_how="party")
    back = gone_on(court, "court_mediation", "2026-04-08 09:00", court_number="示委1号", stage="ordinary")
    assert [(one.matter.state, one.matter.is_open) for one in (way, arbitration)] == [
        ("dismissed", False),
        ("ended", False),
    ]
    for one in (arbitration, mediation, court, back):
        assert sides_of(one) == SIDES
        assert files_of(one) == [("权利证书.txt", False)]
    links = MatterLink.objects.order_by("pk").values_list("first__procedure", "second__procedure", "kind")
    assert list(links) == [
        ("patent_adjudication", "arbitration", "continued"),
        ("arbitration", "peoples_mediation", "continued"),
        ("peoples_mediation", "court_case", "continued"),
        ("court_case", "court_mediation", "continued"),
    ]


@pytest.mark.parametrize(
    ("procedure", "words"), [("arbitration", "仲裁机构"), ("court_case", "受理法院")], ids=str
)
def test_a_road_that_asks_more_than_is_known_is_refused_and_nothing_is_kept(
    house: House, procedure: str, words: str
) -> None:
    when = "2026-04-01 09:00"
    asked = {"right_kind": "patent", "wanted": "advice", "situation": "合同争议"}
    way = staffed(opened(house, "rights_aid", when, SIDES, **asked), when)
    with pytest.raises(InvalidInput) as refusal:
        gone_on(way, procedure, when, dispute="使用费")
    assert words in str(refusal.value)
    assert (Matter.objects.count(), MatterLink.objects.count()) == (1, 0)
    known = ARBITRATION if procedure == "arbitration" else SUIT
    assert sides_of(gone_on(way, procedure, when, **known)) == SIDES
