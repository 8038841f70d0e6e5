"""On which day a document counts as served, by each way, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.documents.service import (
    PROOF,
    Receiver,
    ServiceFacts,
    ServiceMethod,
    basis_of,
    days_of_announcement,
    facts_from,
    served_on,
)
from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.core.matters.procedure import Mark

DAY = date(2026, 2, 10)
DIRECT = {"receiver": "clerk", "signed_on": DAY}
LEFT = {"refused_on": DAY, "refusal": "拒绝签收", "witness": "居委会赵某"}
ELECTRONIC = {"consented_on": date(2026, 1, 1), "arrived_on": DAY, "is_at_confirmed_address": True}
ANNOUNCED = {"announced_on": DAY, "tried": "登记住所查无此人，邮寄退回，电话停机"}
CONSENTED_LATER = {**ELECTRONIC, "consented_on": date(2026, 2, 11)}
SENT_ELSEWHERE = {**ELECTRONIC, "is_at_confirmed_address": False}
ANNOUNCED_EARLY = {**ANNOUNCED, "announced_on": date(2021, 12, 31)}


@pytest.mark.parametrize(
    ("method", "facts", "day"),
    [
        (ServiceMethod.DIRECT, DIRECT, DAY),
        (ServiceMethod.LEAVE, LEFT, DAY),
        (ServiceMethod.LEAVE, {**LEFT, "witness": "", "is_recorded": True}, DAY),
        (ServiceMethod.ELECTRONIC, ELECTRONIC, DAY),
        (ServiceMethod.ELECTRONIC, {**ELECTRONIC, "consented_on": DAY}, DAY),
        (ServiceMethod.MAIL, {"receipt_on": DAY}, DAY),
        (ServiceMethod.ENTRUST, {"through": "某区市场监督管理局", "signed_on": DAY}, DAY),
        (ServiceMethod.FORWARD, {"through": "某监狱", "signed_on": DAY}, DAY),
        # Thirty days after the tenth of February, over the spring festival: no holiday moves it.
        (ServiceMethod.ANNOUNCE, ANNOUNCED, date(2026, 3, 12)),
        (ServiceMethod.ANNOUNCE, {**ANNOUNCED, "announced_on": date(2026, 1, 1)}, date(2026, 1, 31)),
    ],
)
def test_the_day_of_service(method: ServiceMethod, facts: dict[str, object], day: date) -> None:
    assert served_on(method, ServiceFacts(**facts)) == day


@pytest.mark.parametrize(
    ("method", "facts", "error", "told"),
    [
        (ServiceMethod.DIRECT, {**DIRECT, "signed_on": None}, InvalidInput, "签收日期"),
        (ServiceMethod.DIRECT, {**DIRECT, "receiver": "passer-by"}, InvalidInput, "由谁签收"),
        (ServiceMethod.LEAVE, {**LEFT, "refusal": " "}, InvalidInput, "拒收的事由"),
        (ServiceMethod.LEAVE, {**LEFT, "witness": ""}, InvalidInput, "见证人，或者拍照、录像"),
        (ServiceMethod.LEAVE, {**LEFT, "refused_on": None}, InvalidInput, "留置日期"),
        (ServiceMethod.ELECTRONIC, {**ELECTRONIC, "consented_on": None}, NotAllowed, "没有书面同意"),
        (ServiceMethod.ELECTRONIC, CONSENTED_LATER, NotAllowed, "晚于到达日期"),
        (ServiceMethod.ELECTRONIC, SENT_ELSEWHERE, NotAllowed, "确认的电子地址"),
        (ServiceMethod.ELECTRONIC, {**ELECTRONIC, "arrived_on": None}, InvalidInput, "到达日期"),
        (ServiceMethod.MAIL, {}, InvalidInput, "回执上的收件日期"),
        (ServiceMethod.MAIL, {"receipt_on": DAY, "is_returned": True}, NotAllowed, "被退回"),
        (ServiceMethod.ENTRUST, {"signed_on": DAY}, InvalidInput, "受托或转交的单位"),
        (ServiceMethod.FORWARD, {"through": "某监狱"}, InvalidInput, "签收日期"),
        (ServiceMethod.ANNOUNCE, {**ANNOUNCED, "tried": ""}, NotAllowed, "才能公告送达"),
        (ServiceMethod.ANNOUNCE, {**ANNOUNCED, "announced_on": None}, InvalidInput, "公告发出之日"),
        (ServiceMethod.ANNOUNCE, ANNOUNCED_EARLY, InvalidInput, "适用当时的期限"),
    ],
)  # fmt: skip
def test_what_is_no_service_is_refused_with_what_is_missing(
    method: ServiceMethod, facts: dict[str, object], error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        served_on(method, ServiceFacts(**facts))


@pytest.mark.parametrize("method", list(ServiceMethod))
def test_nothing_known_is_never_served(method: ServiceMethod) -> None:
    with pytest.raises((InvalidInput, NotAllowed)):
        served_on(method, ServiceFacts())


@pytest.mark.parametrize("method", list(ServiceMethod))
def test_each_way_names_its_proof_and_its_article(method: ServiceMethod) -> None:
    assert str(PROOF[method])
    basis = basis_of(method)
    assert basis.article.startswith("第")
    assert basis.mark is Mark.VERIFIED


def test_the_methods_are_those_of_the_domain_file(shared) -> None:
    import tomllib

    text = (shared / "domain" / "data" / "documents.toml").read_text(encoding="utf-8")
    known = {entry["id"]: entry["zh"] for entry in tomllib.loads(text)["service_method"]}
    assert {method.value: str(method.label) for method in ServiceMethod} == known


@given(st.dates(date(2022, 1, 1), date(2100, 1, 1)))
def test_a_notice_serves_thirty_days_later(announced: date) -> None:
    assert days_of_announcement(announced) == 30
    day, left = announced, 30
    while left:
        day, left = day + timedelta(days=1), left - 1
    assert served_on(ServiceMethod.ANNOUNCE, ServiceFacts(announced_on=announced, tried="x")) == day


def test_facts_are_read_from_their_stored_form() -> None:
    stored = {"receiver": "self", "signed_on": "2026-02-10", "note": "x", "refused_on": ""}
    assert facts_from(stored) == ServiceFacts(receiver=Receiver.SELF, signed_on=DAY)
    with pytest.raises(InvalidInput, match="不存在的日期"):
        facts_from({"signed_on": "2026-02-30"})
