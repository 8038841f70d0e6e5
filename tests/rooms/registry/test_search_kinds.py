"""Trademarks and parties are found as the register has them, by the fields searchers know."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.core.search.agreeing import assert_followed
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.registers.actions import Entry, change_row, end_row, record_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.declaration import register_named
from zhichan.core.search.asking import Question, ask, count_of
from zhichan.core.search.collection import collection_of
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.core.search.language.errors import QueryError
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties, split_parties
from zhichan.rooms.registry.models import Party, TrademarkItem
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.trademark import TRADEMARKS

from .files import csv_of, row
from .taking import JUNE, MAY, take_in
from .test_organisation_imports import FIRM, code, firms
from .test_trademark_imports import marks

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def found(kind: str, line: str, actor=None) -> list[str]:
    bring_up_to_date(wait=True)
    answer = ask(Question(kind, line), actor or system_actor("test"))
    assert answer.count == len(answer.hits)
    return sorted(hit.title for hit in answer.hits)


def test_marks_are_found_by_name_holder_number_class_goods_and_days(officer) -> None:
    other = {
        "商标名称": "山海 MOUNT-SEA",
        "注册号": "第90000002号",
        "国际分类": "35",
        "注册人": "云川示例商贸有限公司",
    }
    take_in(marks({}, {**other, "商品服务": "广告；替他人推销", "申请日期": "2013-05-06"}), officer)
    first, second = "云川样例", "山海 MOUNT-SEA"
    for line in (
        "TM=云川",
        "商标=雲川樣例",
        "RN=90000001",
        "RN=第90000001号",
        "注册号=90000001-9",
        "NCL=9",
        "NCL=第9类",
        "GS=电缆",
        "PA=机械",
        "AD=2014",
        "计算机 OR 样例",
    ):
        assert found("trademark", line) == [first], line
    for line in ("mount", "TM=(mount AND sea)", "NCL=35", "服务=替他人推销", "商贸"):
        assert found("trademark", line) == [second], line
    for line in ("OF=CN", "ED=2025-07-20", "AG=样例代理"):
        assert found("trademark", line) == sorted([first, second]), line
    assert found("trademark", "TM=云川 AND NCL=35") == []


def test_the_index_of_marks_follows_every_way_they_are_written(officer) -> None:
    marked = collection_of("trademark")
    take_in(marks({"商标名称": "先有"}), officer)
    assert len(assert_followed(marked)) == 1
    batch = take_in(marks({"商标名称": "云川二", "注册号": "第90000005号"}), officer)
    assert len(assert_followed(marked)) == 2
    item = TrademarkItem.objects.get(title="先有")
    change_row(TRADEMARKS, item.pk, Entry({"title": "后改"}, date(2026, 5, 2), "来函"), by=officer, at=MAY)
    assert_followed(marked)
    assert found("trademark", "TM=后改") == ["后改"]
    holder = item.holder_id
    changed = Entry({"name": "云川改名重工有限公司"}, date(2026, 5, 3), "来函")
    change_row(PARTIES, holder, changed, by=officer, at=MAY)
    assert_followed(marked)
    assert found("trademark", "PA=改名重工 AND TM=后改") == ["后改"]
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert len(assert_followed(marked)) == 1


def test_parties_are_found_by_every_name_and_by_their_codes(officer) -> None:
    take_in(firms(FIRM), officer)
    party = Party.objects.get()
    assert party.credit_code
    lines = [
        f"CC={party.credit_code}",
        f"CC={party.credit_code.lower()}",
        f"统一社会信用代码={party.credit_code}",
    ]
    lines += [f'"{name}"' for name in party.names.values_list("name", flat=True)]
    lines += ["KD=组织", "NM=示例机械", "DT=2026-02"]
    for line in lines:
        assert found("party", line) == [party.name], line
    changed = Entry({"name": "云川新名智能有限公司"}, date(2026, 5, 2), "来函")
    change_row(PARTIES, party.pk, changed, by=officer, at=MAY)
    assert found("party", "NM=新名") == found("party", "FN=示例机械") == ["云川新名智能有限公司"]
    assert found("party", "NM=示例机械") == []


def test_a_wrong_credit_code_is_told(officer) -> None:
    bring_up_to_date(wait=True)
    right = code(1)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    with pytest.raises(QueryError):
        ask(Question("party", f"CC={wrong}"), officer)
    assert count_of(Question("party", f"CC={right}"), officer)[0] == 0


def test_the_index_of_parties_follows_every_way_they_are_written(officer) -> None:
    parties = collection_of("party")
    take_in(firms(FIRM), officer)
    assert len(assert_followed(parties)) == 1
    take_in(csv_of([row(1, 申请人="云川甲有限公司"), row(2, 申请人="云川乙有限公司")]), officer)
    assert len(assert_followed(parties)) == 3, "holders that a list of patents names are parties"
    more = (FIRM[0], FIRM[1], "新简称", "Another Name Ltd", "更早的名称有限公司")
    later = take_in(firms(more), officer, MAY)
    assert_followed(parties)
    assert found("party", "FN=新简称") == [FIRM[0]]
    undo_batch(later.pk, by=officer, at=JUNE)
    assert_followed(parties)
    assert found("party", "FN=新简称") == []
    first, second = (Party.objects.get(name=f"云川{one}有限公司") for one in "甲乙")
    joined = join_parties(first.pk, Joining(second.pk, "同一家", date(2026, 5, 20)), by=officer, at=JUNE)
    assert_followed(parties)
    split_parties(joined.pk, reason="不是同一家", by=officer, at=JUNE)
    assert_followed(parties)
    entered = Entry({"name": "云川手记有限公司", "kind": "organisation"}, date(2020, 1, 1), "执照")
    hand = record_row(PARTIES, entered, by=officer, at=MAY)
    assert_followed(parties)
    end_row(PARTIES, hand.pk, Entry({}, date(2026, 5, 30), "注销"), by=officer, at=JUNE)
    assert len(assert_followed(parties)) == 3


@pytest.mark.parametrize(
    ("kind", "line", "field"),
    [("patent", "AD>=1900", "kind"), ("trademark", "AD>=1900", "nice_class"), ("party", "DT>=1900", "kind")],
)
def test_every_role_finds_what_the_register_shows_it(actor, office, officer, kind, line, field) -> None:
    take_in(csv_of([row(serial) for serial in range(1, 4)]), officer)
    take_in(marks({}, {"注册号": "第90000009号"}), officer)
    bring_up_to_date(wait=True)
    register = register_named(f"registry.{kind}")
    sizes = set()
    for role in Role:
        asker = actor(role, office)
        seen = register.current(asker)
        answer = ask(Question(kind, line), asker)
        assert {hit.id for hit in answer.hits} == set(seen.values_list("pk", flat=True)), role
        assert answer.count == seen.count()
        told = next(one for one in answer.facets if one.field == field)
        assert {one.value: one.count for one in told.counts} == dict(
            Counter(seen.values_list(field, flat=True))
        )
        sizes.add(answer.count)
    assert len(sizes) == 2, "some see all, some nothing"
