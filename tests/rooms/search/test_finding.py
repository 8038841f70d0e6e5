"""The search box and the pages of single kinds: exact numbers first, exact counts, and nothing of others."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.matters.conftest import at
from tests.core.matters.conftest import house as house
from tests.rooms.plan.samples import Role as Part
from tests.rooms.plan.samples import make_plan, make_task
from tests.rooms.registry.files import csv_of, number, row
from tests.rooms.registry.taking import take_in
from tests.rooms.registry.test_organisation_imports import FIRM, firms
from tests.rooms.registry.test_trademark_imports import marks
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.sharing import share_matter, stop_sharing
from zhichan.core.matters.models import Matter
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.search.asking import Question, count_of
from zhichan.core.search.collection import collection_of, collections
from zhichan.core.search.finding import find_in
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.core.search.outbox import note
from zhichan.rooms.plan.models import Task

pytestmark = pytest.mark.django_db
WHEN = at("2026-02-10 10:00")
SECRET = "林举一"


@pytest.fixture
def searched() -> tuple[str, ...]:
    return tuple(one.name for one in collections())


@pytest.fixture
def science(unit):
    return unit("云川区科技局")


@pytest.fixture
def matter(house) -> Matter:
    people = (
        NewParticipant("reporter", SECRET, "person", phone="13900000022"),
        NewParticipant("party", "云川样例商行"),
    )
    values = {"clue": "门店售卖近似包装。", "right_kind": "trademark", "real_name": "yes"}
    opening = Opening("lead", "样例商行涉嫌侵权线索", house.unit, values, people, opened=WHEN)
    return open_matter(opening, by=house.officer, at=WHEN)


@pytest.fixture
def tasks(office, science, unit) -> list[Task]:
    plan = make_plan(office)
    made = [make_task(plan, {science: Part.LEAD}, title=f"建立样例会商机制之{nth}") for nth in range(8)]
    made.append(make_task(plan, {unit("云川区司法局"): Part.LEAD}, title="样例公证平台", number="T-77"))
    note("plan.task", [one.pk for one in made])
    note("plan.plan", [plan.pk])
    return made


@pytest.fixture
def registers(actor, office) -> None:
    officer = actor(Role.PLAN_OFFICER, office)
    take_in(csv_of([row(1, 专利名称="样例焊接装置", 申请人="云川甲乙有限公司")]), officer)
    take_in(firms(FIRM), officer)
    take_in(marks({"商标名称": "样例牌"}), officer)


def kinds_in(html: str) -> list[str]:
    return re.findall(r"<h2>([^<]+)</h2>", html[html.index("<main") :])


def found(client, words: str) -> str:
    response = client.get("/find/", {"q": words})
    assert response.status_code == 200
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def test_a_number_finds_what_bears_it_before_anything_else(
    signed_in, office, house, matter, tasks, registers
) -> None:
    bring_up_to_date(wait=True)
    officer, handling = signed_in(Role.PLAN_OFFICER, office), signed_in(Role.CASE_OFFICER, office)
    assert kinds_in(found(handling, matter.number))[0] == "事项"
    assert f'href="/matters/{matter.pk}/"' in found(handling, matter.number)
    html = found(officer, "T-77")
    assert kinds_in(html)[0] == "任务"
    assert re.findall(r'href="(/plan/tasks/\d+/)"', html)[0] == f"/plan/tasks/{tasks[-1].pk}/"
    for typed in (number(1), f"ZL{number(1)}", number(1).replace(".", "")):
        assert "样例焊接装置" in found(officer, typed), typed
    code = FIRM[1]
    assert kinds_in(found(officer, code.lower()))[0] == "组织与个人"
    assert "样例牌" in found(officer, "90000001")


def test_words_find_a_few_of_each_kind_with_the_count_and_the_way_to_all(
    signed_in, office, matter, tasks, registers
) -> None:
    bring_up_to_date(wait=True)
    client = signed_in(Role.PLAN_OFFICER, office)
    html = found(client, "样例")
    assert set(kinds_in(html)) == {"任务", "专利", "商标", "组织与个人"}
    assert html.count('href="/plan/tasks/') == 5
    assert "共 9 条" in html
    address = unescape(re.search(r'href="(/search/in/task/[^"]+)"', html)[1])
    page = client.get(address).content.decode()
    assert "<h2>9 件</h2>" in page
    assert '<mark class="m1">样例</mark>' in page
    assert "共 8 条" in found(client, "样例 机制之")
    assert kinds_in(found(client, "样例 公证")) == ["任务"]
    assert "没有找到" in found(client, "样例 不存在的词")
    assert "没有找到" in found(client, "，。（）")


def test_how_a_line_was_read_is_told_on_the_page_of_a_kind_as_well(
    signed_in, office, matter, tasks, registers
) -> None:
    bring_up_to_date(wait=True)
    client = signed_in(Role.PLAN_OFFICER, office)
    for kind, line, told in (
        ("trademark", "ST=驳回", "“驳回”按法律状态检索：驳回(可复审)、驳回复审中、驳回生效。"),
        ("party", "KD=组", "“组”按主体类别检索：组织。"),
        ("task", "ST=推进", "“推进”按状态检索：推进中。"),
    ):
        assert told in unescape(client.get(f"/search/in/{kind}/", {"q": line}).content.decode())
    refused = client.get("/search/in/trademark/", {"q": "NCL=99"})
    assert (refused.status_code, "第45类" in refused.content.decode()) == (422, False)
    assert "可用的值：第1类、第2类" in refused.content.decode()


def test_all_patents_open_on_their_own_page(signed_in, office, registers) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    moved = client.get("/search/in/patent/", {"q": "样例"})
    assert (moved.status_code, moved.url) == (302, "/search/?q=%E6%A0%B7%E4%BE%8B")


def test_while_an_index_is_missing_the_box_says_so_and_finds_the_rest(signed_in, office, tasks) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    html = found(client, "云川区")
    assert "索引正在建立" in html
    assert "任务" in html[html.index("索引正在建立") :][:200]
    assert kinds_in(html) == ["单位"]
    bring_up_to_date(wait=True)
    assert "索引正在建立" not in found(client, "云川区")


def test_another_unit_finds_no_matter_until_it_is_shared_and_none_after(
    signed_in, actor, house, matter, science
) -> None:
    bring_up_to_date(wait=True)
    other, asker = signed_in(Role.CASE_OFFICER, science), actor(Role.CASE_OFFICER, science)
    pages = (
        "/search/in/matter/?q=样例",
        "/search/in/matter/?q=OD%3E%3D1900",
        "/search/in/matter/?q=PA%3D样例",
    )

    def sees() -> list[bool]:
        told = [found(other, words) for words in ("样例商行", matter.number)]
        told += [other.get(address).content.decode() for address in pages]
        is_seen = [f'href="/matters/{matter.pk}/"' in html for html in told]
        for address, html in zip(pages, told[2:], strict=True):
            count = 1 if is_seen[0] else 0
            assert f"<h2>{count} 件</h2>" in html, address
            assert ("云川区知识产权局" in html[html.index("<aside") :]) is bool(count), "a facet tells of it"
        return is_seen

    assert sees() == [False] * 5
    share_matter(matter.pk, science.pk, "协助", by=house.leader, at=WHEN)
    bring_up_to_date(wait=True)
    assert sees() == [True] * 5
    stop_sharing(matter.pk, science.pk, "已办完", by=house.leader, at=at("2026-02-10 12:00"))
    assert sees() == [False] * 5, "although the index does not know yet"
    assert count_of(Question("matter", "样例"), asker)[0] == 0


def test_who_is_kept_secret_is_found_by_nobody(signed_in, house, matter) -> None:
    bring_up_to_date(wait=True)
    for actor in (house.officer, house.leader, house.reviewer, system_actor("test")):
        assert find_in(collection_of("matter"), "云川样例商行", actor, 5).count == 1
        for words in (SECRET, "林举", "13900000022", "近似包装"):
            assert find_in(collection_of("matter"), words, actor, 5).count == 0, (words, actor)
            assert count_of(Question("matter", f'PA="{words}"'), actor)[0] == 0


def test_a_kind_nobody_may_see_anything_of_is_not_offered(signed_in, office, science) -> None:
    bring_up_to_date(wait=True)
    reader = signed_in(Role.READ_ONLY_LEADER, office)
    assert reader.get("/search/in/matter/").status_code == 404
    assert reader.get("/search/in/nothing/").status_code == 404
    html = reader.get("/search/in/", follow=True).content.decode()
    assert "/search/in/matter/" not in html
    assert "/search/in/party/" in html
    assert signed_in(Role.FIRM_USER, science).get("/search/in/party/").status_code == 404


def test_the_page_of_a_kind_narrows_turns_pages_and_tells_what_it_cannot_read(
    signed_in, office, tasks
) -> None:
    bring_up_to_date(wait=True)
    client = signed_in(Role.PLAN_OFFICER, office)
    narrowed = client.get("/search/in/task/", {"q": "样例", "f": "units:云川区司法局"}).content.decode()
    assert "<h2>1 件</h2>" in narrowed
    assert f'href="/plan/tasks/{tasks[-1].pk}/"' in narrowed
    refused = client.get("/search/in/task/", {"q": "XX=样例"})
    assert refused.status_code == 422
    assert "没有字段" in refused.content.decode()
    moved = client.post("/search/in/task/", {"q": "样例 AND 公证"})
    assert moved.status_code == 302
    assert "<h2>1 件</h2>" in client.get(moved.url).content.decode()


typed = st.lists(
    st.sampled_from(["样例", "会商", "T-77", "AND", "或", "3", '"', "(", "2026", "*", "云川", "5D", "TI=x"]),
    min_size=1,
    max_size=4,
).map(" ".join)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=typed)
def test_the_line_told_finds_as_many(words: str, tasks, registers, matter, house) -> None:
    """However odd the words: what the box counts is what its link finds."""
    bring_up_to_date(wait=True)
    for collection in collections():
        here = find_in(collection, words, house.officer, 5)
        if here is not None:
            assert count_of(Question(collection.name, here.line), house.officer)[0] == here.count
            assert len(here.hits) == min(here.count, 5)


def test_days_are_those_of_the_office(matter) -> None:
    bring_up_to_date(wait=True)
    assert count_of(Question("matter", f"OD={date(2026, 2, 10)}"), system_actor("test"))[0] == 1
