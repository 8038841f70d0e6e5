"""Search, notices and overview."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.conftest import NOW
from zhichan.core.access.rights import Right, everywhere
from zhichan.core.access.roles import Role
from zhichan.core.by_name import ByName
from zhichan.core.notices.actions import notify
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Person, UnitName
from zhichan.web import finding, home
from zhichan.web.finding import Hit, Source, register_source
from zhichan.web.home import register_overview
from zhichan.web.units import find_units

pytestmark = pytest.mark.django_db
LEADERS_ONLY = Right("test.overview", "测试总览", everywhere(Role.OFFICE_LEADER))


@pytest.fixture
def client(signed_in, office) -> Client:
    return signed_in(Role.PLAN_OFFICER, office)


@pytest.fixture
def sources(monkeypatch) -> dict[str, Source]:
    known: ByName[Source] = ByName("search source")
    monkeypatch.setattr(finding, "_SOURCES", known)
    return known


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def test_search_shows_the_hits_of_each_source_and_hands_on_actor_and_words(client, sources):
    asked = []

    def find(actor, words, limit):
        asked.append((actor.name, words, limit))
        return [Hit(f"<b>{words}</b> {n}", f"/x/{n}/", "说明", is_sample=n == 0) for n in range(limit)]

    register_source(Source("test.tasks", "任务", find))
    register_source(Source("test.units", "单位", lambda actor, words, limit: []))
    html = main_of(client.get("/find/", {"q": "  商标 代理  "}).content.decode())
    assert asked == [(asked[0][0], "商标 代理", 11)]
    assert len(re.findall(r'href="/x/\d+/"', html)) == 10
    assert "&lt;b&gt;商标 代理&lt;/b&gt; 0" in html
    assert html.count("示例") == 1
    assert "只列前 10 条" in html
    assert "单位</h2>" not in html


def test_search_without_words_asks_nobody(client, sources):
    register_source(Source("test.tasks", "任务", lambda *_: pytest.fail("asked")))
    assert "写一个词开始找" in client.get("/find/?q=%20").content.decode()


def test_search_without_hits_says_so(client, sources):
    assert "没有找到" in client.get("/find/?q=zzz").content.decode()


def test_long_words_are_cut(client, sources):
    register_source(Source("test.tasks", "任务", lambda actor, words, limit: [Hit(str(len(words)), "/")]))
    assert "100" in main_of(client.get("/find/", {"q": "长" * 5000}).content.decode())


def test_a_source_registered_twice_stops_the_start(sources):
    register_source(Source("test.tasks", "任务", lambda *_: []))
    with pytest.raises(ValueError, match="twice"):
        register_source(Source("test.tasks", "任务", lambda *_: []))


@pytest.fixture
def reader(client) -> Person:
    return Person.objects.get(pk=client.session["_auth_user_id"])


def test_notices_are_shown_fifty_at_a_time_newest_first(client, reader):
    for number in range(60):
        notify([reader], kind="test.kind", text=f"第{number}条。", url="/find/", at=NOW)
    html = main_of(client.get("/notices/").content.decode())
    assert re.findall(r"第(\d+)条。", html) == [str(n) for n in range(59, 9, -1)]
    older = re.search(r'href="(\?before=\d+)"', html)[1]
    html = main_of(client.get(f"/notices/{older}").content.decode())
    assert re.findall(r"第(\d+)条。", html) == [str(n) for n in range(9, -1, -1)]
    assert "before=" not in html


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "²"])
def test_a_bad_place_in_the_notices_is_the_beginning(client, reader, before):
    notify([reader], kind="test.kind", text="甲。", url="/find/", at=NOW)
    assert "甲。" in client.get("/notices/", {"before": before}).content.decode()


def test_opening_a_notice_marks_it_and_goes_there(client, reader):
    notify([reader], kind="test.kind", text="甲。", url="/find/?q=a", at=NOW)
    notice = Notice.objects.get()
    assert client.get(f"/notices/{notice.pk}/").status_code == 405
    response = client.post(f"/notices/{notice.pk}/")
    assert (response.status_code, response.headers["Location"]) == (302, "/find/?q=a")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_all_notices_are_marked_at_once(client, reader):
    for _number in range(3):
        notify([reader], kind="test.kind", text="甲。", url="/find/", at=NOW)
    client.post("/notices/read/")
    assert not Notice.objects.filter(read_at=None).exists()


@pytest.mark.parametrize("role", Role)
def test_nobody_opens_anothers_notice(signed_in, unit, client, reader, role):
    notify([reader], kind="test.kind", text="甲。", url="/find/", at=NOW)
    notice = Notice.objects.get()
    other = signed_in(role, unit("另一局"))
    assert other.post(f"/notices/{notice.pk}/").status_code == 404
    other.post("/notices/read/")
    assert "甲。" not in other.get("/notices/").content.decode()
    notice.refresh_from_db()
    assert notice.read_at is None


def test_the_overview_is_the_first_one_a_room_offers_to_the_actor(signed_in, office, monkeypatch):
    monkeypatch.setattr(home, "_OVERVIEWS", [])
    assert "全部模块" in signed_in(Role.PLAN_OFFICER, office).get("/").content.decode()

    def view(request):
        return HttpResponse("给领导的总览")

    register_overview(LEADERS_ONLY, view)
    register_overview(LEADERS_ONLY, view)
    assert len(home._OVERVIEWS) == 1
    assert signed_in(Role.OFFICE_LEADER, office).get("/").content.decode() == "给领导的总览"
    assert "全部模块" in signed_in(Role.PLAN_OFFICER, office).get("/").content.decode()


@pytest.mark.parametrize("word", ["云川区知识", "知产局", "知识产权办公室"])
def test_units_are_found_by_any_of_their_names(client, office, word):
    for name, kind in (("云川知产局", "short"), ("云川区知识产权办公室", "official")):
        UnitName.objects.create(unit=office, name=name, key=name, kind=kind, source="test")
    html = main_of(client.get("/find/", {"q": word}).content.decode())
    assert f'href="/system/units/{office.pk}/"' in html
    assert office.name in html


@pytest.mark.parametrize("role", [Role.FIRM_USER, Role.PUBLIC])
def test_units_are_not_found_by_those_who_may_not_see_them(actor, office, role):
    assert find_units(actor(role, office), "知识产权", 10) == []


@pytest.mark.parametrize(
    "address",
    [
        "/plan/scores/runs/{}/units/2/",
        "/plan/scores/runs/2/units/{}/correct/",
        "/plan/tasks/{}/",
        "/registry/registers/patent/{}/",
        "/matters/{}/",
    ],
)
def test_a_number_no_database_could_hold_is_the_number_of_nothing(signed_in, office, address: str) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    client.raise_request_exception = False
    assert client.get(address.format(10**30)).status_code == 404
