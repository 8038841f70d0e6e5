"""Resolving names of our own invention."""

from __future__ import annotations

from zhichan.rooms.registry.resolution import (
    KnownName,
    KnownParty,
    NewName,
    Outcome,
    Rule,
    Split,
    explain,
)
from zhichan.rooms.registry.resolution.resolving import resolve

CODE, OTHER_CODE = "91120223MA00000011", "91120223MA00000022"


def party(key: str, *names: str, region: str = "", code: str = "", former: str = "") -> KnownParty:
    known = tuple(KnownName(name, region) for name in names)
    past = (KnownName(former, region, former=True),) if former else ()
    return KnownParty(key, known + past, code)


def decide(printed: str, *known: KnownParty, **context):
    forbidden = context.pop("forbidden", ())
    branches_too = context.pop("branches_too", False)
    new = [NewName("new", printed, **context)]
    return resolve(new, known, forbidden=forbidden, branches_too=branches_too).decisions[0]


def test_same_name_in_another_print_is_joined():
    decision = decide("雲嶺晨光科技（天津）有限責任公司", party("p", "云岭晨光科技(天津)有限公司"))
    assert (decision.outcome, decision.rule, decision.party) == (Outcome.JOINED, Rule.SAME_NAME, "p")
    assert [explain(reason) for reason in decision.reasons] == ["规范化后的名称相同，地区不矛盾"]


def test_same_credit_code_is_joined_whatever_the_name():
    decision = decide("晨光新材料有限公司", party("p", "云岭化工有限公司", code=CODE), credit_code=CODE)
    assert (decision.outcome, decision.rule, decision.party) == (Outcome.JOINED, Rule.CREDIT_CODE, "p")


def test_same_name_with_another_credit_code_is_never_joined():
    known = party("p", "天津云岭晨光科技有限公司", code=CODE)
    decision = decide("天津云岭晨光科技有限公司", known, credit_code=OTHER_CODE)
    assert (decision.outcome, decision.party) == (Outcome.QUEUED, "")
    assert [candidate.party for candidate in decision.candidates] == ["p"]


def test_other_city_is_another_party():
    decision = decide("北京云岭晨光科技有限公司", party("p", "天津云岭晨光科技有限公司"))
    assert decision.outcome != Outcome.JOINED


def test_same_name_in_two_regions_is_not_joined():
    decision = decide("晨光科技有限公司", party("p", "晨光科技有限公司", region="天津市"), region="北京市")
    assert decision.outcome != Outcome.JOINED


def test_branch_is_not_its_head_unless_asked():
    head, branch = party("p", "云岭晨光科技有限公司"), "云岭晨光科技有限公司天津分公司"
    assert decide(branch, head).outcome == Outcome.NEW
    assert decide(branch, head, branches_too=True).party == "p"


def test_former_name_known():
    known = party("p", "晨光新材料有限公司", former="云岭精细化工有限公司")
    decision = decide("云岭精细化工有限公司", known)
    assert (decision.outcome, decision.rule, decision.party) == (Outcome.JOINED, Rule.FORMER_NAME, "p")


def test_former_name_printed():
    decision = decide("晨光新材料有限公司（原名：云岭精细化工有限公司）", party("p", "云岭精细化工有限公司"))
    assert (decision.outcome, decision.rule, decision.party) == (Outcome.JOINED, Rule.FORMER_NAME, "p")


def test_name_of_two_parties_is_queued_with_both():
    decision = decide(
        "云岭晨光科技有限公司", party("p", "云岭晨光科技有限公司"), party("q", "云岭晨光科技有限公司")
    )
    assert decision.outcome == Outcome.QUEUED
    assert {candidate.party for candidate in decision.candidates} == {"p", "q"}


def test_short_name_is_queued_with_reasons_in_words():
    decision = decide("云岭晨星", party("p", "天津云岭晨星电子科技股份有限公司"), person=False)
    assert decision.outcome == Outcome.QUEUED
    lines = [explain(reason) for reason in decision.candidates[0].reasons]
    assert any(line.startswith("字号：相同（云岭晨星 / 云岭晨星），权重 +") for line in lines)


def test_english_name_finds_the_chinese_one():
    decision = decide(
        "Tianjin Yunling Electronic Technology Co., Ltd.", party("p", "天津云岭电子科技有限公司")
    )
    assert decision.outcome in (Outcome.JOINED, Outcome.QUEUED)
    found = decision.party or decision.candidates[0].party
    assert found == "p"


def test_english_name_with_more_words_than_the_stem_asks_about_the_chinese_one():
    known = party("p", "天津云岭新能源汽车有限公司")
    decision = decide("Yunling New Energy Automobile Co., Ltd.", known)
    assert (decision.outcome, decision.candidates[0].party) == (Outcome.QUEUED, "p")
    lines = [explain(reason) for reason in decision.candidates[0].reasons]
    assert any(line.startswith("字号读音：") for line in lines), lines
    apart = decide("Bestway New Energy Automobile Co., Ltd.", known)
    assert apart.outcome == Outcome.NEW


def test_later_name_of_a_batch_asks_and_the_earlier_one_does_not():
    names = [NewName("a", "云岭晨星电子", person=False), NewName("b", "云岭晨星电子科技股份有限公司")]
    first, second = resolve(names).decisions
    assert (first.outcome, second.outcome) == (Outcome.NEW, Outcome.QUEUED)
    assert [candidate.party for candidate in second.candidates] == ["a"]


def test_name_without_a_province_meets_names_of_any():
    known = [party("p", "天津云岭晨星电子有限公司"), party("q", "武汉云岭晨星电子有限公司")]
    lost = decide("云岭晨星电子科技股份有限公司", *known)
    assert {candidate.party for candidate in lost.candidates} == {"p", "q"}
    placed = decide("天津云岭晨星电子科技股份有限公司", *known)
    assert {candidate.party for candidate in placed.candidates} == {"p"}


def test_nothing_like_it_is_a_new_party():
    decision = decide("云岭晨光科技有限公司", party("p", "清河钢管有限公司"))
    assert (decision.outcome, decision.party, decision.is_new_party) == (Outcome.NEW, "new", True)


def test_numbers_in_a_name_are_not_misprints():
    assert decide("云岭市第二钢铁厂", party("p", "云岭市第一钢铁厂")).outcome == Outcome.NEW


def test_counties_are_not_mixed():
    decision = decide("天津市静海区晨光钢管有限公司", party("p", "天津市东丽区晨光钢管有限公司"))
    assert decision.outcome == Outcome.NEW


def test_names_of_one_batch_find_each_other():
    names = [
        NewName("a", "云岭晨光科技有限公司"),
        NewName("b", "雲嶺晨光科技有限公司"),
        NewName("c", "清河钢管有限公司"),
    ]
    decisions = resolve(names).decisions
    assert [d.outcome for d in decisions] == [Outcome.NEW, Outcome.JOINED, Outcome.NEW]
    assert [d.party for d in decisions] == ["a", "a", "c"]


def test_persons_of_one_name_wait_unless_the_address_is_the_same():
    known = KnownParty("p", (KnownName("王小明", address="天津市静海区晨光路1号"),))
    same = decide("王小明", known, address="天津市静海区晨光路１号")
    other = decide("王小明", known, address="天津市东丽区云岭路2号")
    assert (same.outcome, same.party) == (Outcome.JOINED, "p")
    assert (other.outcome, other.rule) == (Outcome.QUEUED, Rule.SAME_PERSON)


def test_split_pair_is_never_joined_again():
    known, printed = party("p", "雲嶺晨光科技有限公司"), "云岭晨光科技有限公司"
    assert decide(printed, known).party == "p"
    decision = decide(printed, known, forbidden=[Split(printed, party="p")])
    assert (decision.outcome, decision.is_new_party) == (Outcome.NEW, True)


def test_two_names_split_stay_apart_whatever_their_party():
    known = party("p", "清河钢管有限公司", former="云岭晨光科技有限公司")
    split = [Split("云岭晨光科技有限公司", other_name="清河钢管有限公司")]
    assert decide("云岭晨光科技有限公司", known, forbidden=split).outcome == Outcome.NEW


def test_split_holds_against_the_credit_code_too():
    known = party("p", "清河钢管有限公司", code=CODE)
    split = [Split("云岭晨光科技有限公司", party="p")]
    assert decide("云岭晨光科技有限公司", known, credit_code=CODE, forbidden=split).outcome == Outcome.NEW


def test_no_names_is_no_decisions():
    found = resolve([], [party("p", "云岭晨光科技有限公司")])
    assert found.decisions == ()
    assert found.model_version
