"""Early warning through the API: the same watches, cards and refusals as on the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.conftest import NOW
from tests.everything import everything
from tests.rooms.plan.samples import make_plan, make_task
from tests.rooms.registry.files import row
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.people.models import ApiToken
from zhichan.core.people.queries.people import digest_of
from zhichan.rooms.search.models import AlertCard, AlertWatch

from .alerting import THEM, US, brought_in, found, happened, party, watched
from .samples import some_patents, some_theme

pytestmark = pytest.mark.django_db
VIEW, KEEP, CHANGE = "search.alert.view", "search.alert.keep", "search.alert.change"
READ = (
    *("registry.party.view", "registry.list.view", "registry.patent.view", "registry.trademark.view"),
    *("search.theme.view", "plan.task.view"),
)
TERMS = {"from_on": "2020-01-01"}


class Caller:
    """A program with a token of one person."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        send = getattr(self.client, method)
        more = {} if method == "get" else {"content_type": "application/json"}
        response = send(f"/api/v1/search{path}", body, headers=headers, **more)
        return response.status_code, response.json()

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        return self.ask("get", path, query)

    def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        return self.ask("post", path, body or {})

    def put(self, path: str, body: Any) -> tuple[int, Any]:
        return self.ask("put", path, body)


@pytest.fixture
def caller(person, office):
    def make(role: Role, *scopes: str, of: Any = None) -> Caller:
        secret = f"zc_{role}_{len(scopes)}"
        ApiToken.objects.create(
            person=of or person(role, office),
            label="test",
            digest=digest_of(secret),
            scopes=list(scopes or (VIEW, KEEP, CHANGE, *READ)),
            created_at=NOW,
            expires_on=date(2099, 1, 1),
        )
        return Caller(secret)

    return make


@pytest.fixture
def api(caller) -> Caller:
    return caller(Role.PLAN_OFFICER)


@pytest.fixture
def task(office):
    return make_task(make_plan(office), {office: "lead"})


def new(kind: str = "pledge", **changed: Any) -> dict[str, Any]:
    return {**TERMS, "kind": kind, "subject": "party", "subject_id": party(), **changed}


def test_a_watch_is_set_read_changed_and_ended(api, task) -> None:
    brought_in(row(1, 专利名称="甲"), row(2, 专利名称="乙"))
    status, made = api.post("/alert-watches", new(task_id=task.pk, is_mailed=True))
    assert status == 201
    watch = AlertWatch.objects.get()
    assert made == {
        "id": watch.pk,
        "kind": "pledge",
        "subject": "party",
        "subject_id": party(),
        "subject_code": "",
        "scope": US,
        "from_on": "2020-01-01",
        "core_id": None,
        "task_id": task.pk,
        "is_mailed": True,
        "made_by": watch.made_by.name,
        "made_at": made["made_at"],
        "ended_at": None,
        "revision": 0,
        "found": 0,
    }
    assert api.get(f"/alert-watches/{watch.pk}") == (200, made)
    assert api.get("/alert-watches") == (200, {"items": [made], "next": None})
    status, changed = api.put(f"/alert-watches/{watch.pk}", {"from_on": "2024-01-01"})
    assert (status, changed) == (
        200,
        {**made, "from_on": "2024-01-01", "task_id": None, "is_mailed": False, "revision": 1},
    )
    late = {"from_on": "2023-01-01", "revision": 0}
    assert api.put(f"/alert-watches/{watch.pk}", late)[0] == 409
    happened("甲", "PLEDGED", date(2023, 12, 31))
    assert found() == []
    happened("乙", "PLEDGED", date(2024, 1, 1))
    assert found() == [("pledge", "乙")]
    status, ended = api.post(f"/alert-watches/{watch.pk}/end")
    assert status == 200
    assert ended["ended_at"] is not None
    assert ended["found"] == 1
    assert api.get("/alert-watches", ended=False)[1]["items"] == []
    assert api.get("/alert-watches", ended=True) == (200, {"items": [ended], "next": None})
    kinds = AuditEvent.objects.filter(kind__startswith="search.alert.").values_list("kind", flat=True)
    assert sorted(kinds) == [f"search.alert.{word}" for word in ("changed", "ended", "found", "watched")]


def test_lists_come_page_by_page_and_by_their_filters(api) -> None:
    brought_in(row(1, 专利名称="甲"), row(2, 专利名称="乙"))
    ids = [api.post("/alert-watches", new(kind))[1]["id"] for kind in ("pledge", "transfer", "lapse")]
    status, first = api.get("/alert-watches", limit=2)
    assert (status, [one["id"] for one in first["items"]], first["next"]) == (200, ids[:2], ids[1])
    assert [one["id"] for one in api.get("/alert-watches", after=ids[1])[1]["items"]] == ids[2:]
    assert [one["id"] for one in api.get("/alert-watches", kind="lapse")[1]["items"]] == ids[2:]
    happened("甲", "PLEDGED")
    happened("乙", "PLEDGED")
    happened("乙", "TERMINATED_UNPAID")
    assert len(found()) == 3
    cards = list(AlertCard.objects.order_by("pk"))
    asked = {"all": {}, "pledge": {"kind": "pledge"}, "lapse": {"watch": ids[2]}, "seen": {"state": "seen"}}
    shown = {
        name: [one["id"] for one in api.get("/alerts", **query)[1]["items"]] for name, query in asked.items()
    }
    assert shown == {
        "all": [card.pk for card in cards],
        "pledge": [card.pk for card in cards if card.watch_id == ids[0]],
        "lapse": [card.pk for card in cards if card.watch_id == ids[2]],
        "seen": [],
    }
    assert len(shown["pledge"]) == 2
    assert api.get("/alerts", limit=1)[1]["next"] == cards[0].pk
    for wrong in ({"kind": "nothing"}, {"state": "x"}, {"after": 0}, {"limit": 201}, {"task": "x"}):
        assert api.get("/alerts", **wrong)[0] == 422, wrong


def test_a_class_is_watched_and_its_cards_come_by_their_grade(api) -> None:
    brought_in(row(1, 专利名称="甲"))
    of_class = {"kind": "field_filing", "subject": "ipc", "subject_code": "b23k 37", **TERMS}
    status, made = api.post("/alert-watches", of_class)
    assert status == 201
    said = [made[name] for name in ("subject", "subject_id", "subject_code", "scope")]
    assert said == ["ipc", 0, "B23K37", "B23K37"]
    assert api.post("/alert-watches", of_class)[0] == 409
    for wrong in ({"subject_code": "焊接"}, {"subject": "nice", "subject_code": "46"}, {"subject_code": ""}):
        assert api.post("/alert-watches", of_class | wrong)[0] == 422, wrong
    assert api.post("/alert-watches", {"kind": "pledge", "subject": "party", **TERMS})[0] == 404
    assert api.post("/alert-watches", new("lapse"))[0] == 201
    brought_in(row(2, 专利名称="乙", 申请人=THEM))
    happened("甲", "TERMINATED_UNPAID")
    assert sorted(found()) == [("field_filing", "乙"), ("lapse", "甲")]
    grades = {one["kind"]: (one["grade"], one["grade_ground"]) for one in api.get("/alerts")[1]["items"]}
    assert grades == {
        "field_filing": ("low", "领域里的新申请，还没有权利"),
        "lapse": ("middle", "权利没有了，有的在期限内还能恢复"),
    }
    for grade, kinds in (("middle", ["lapse"]), ("low", ["field_filing"]), ("high", [])):
        assert [one["kind"] for one in api.get("/alerts", grade=grade)[1]["items"]] == kinds
    assert api.get("/alerts", grade="3")[0] == 422


def test_a_card_tells_its_reasons_and_is_seen_and_handled(api, task, officer) -> None:
    brought_in(row(1, 专利名称="甲"))
    watched("pledge", officer)
    happened("甲", "PLEDGED")
    assert found() == [("pledge", "甲")]
    card = AlertCard.objects.get()
    status, told = api.get(f"/alerts/{card.pk}")
    assert status == 200
    some = ("scope", "title", "party", "event", "happened_on", "state", "is_withdrawn", "grounds", "note")
    assert {name: told[name] for name in some} == {
        "scope": US,
        "title": "甲",
        "party": US,
        "event": "质押",
        "happened_on": "2024-05-01",
        "state": "new",
        "is_withdrawn": False,
        "grounds": [],
        "note": "",
    }
    assert all(told[name] for name in ("why", "rule", "can_do"))
    status, seen = api.post(f"/alerts/{card.pk}/see")
    assert (status, seen["state"]) == (200, "seen")
    status, handled = api.post(f"/alerts/{card.pk}/handle", {"note": "已联系\n企业", "task_id": task.pk})
    assert (status, handled["state"], handled["note"], handled["task_id"]) == (
        200, "handled", "已联系 企业", task.pk,
    )  # fmt: skip
    again = api.post(f"/alerts/{card.pk}/see")
    assert (again[0], again[1]["state"]) == (200, "handled")
    assert [one["id"] for one in api.get("/alerts", task=task.pk)[1]["items"]] == [card.pk]


def test_what_does_not_fit_is_refused_in_the_words_of_the_pages_and_changes_nothing(api, officer) -> None:
    brought_in(row(1, 专利名称="甲"))
    some_patents(first=50)
    theme = some_theme(officer).theme_id
    watch = watched("pledge", officer)
    done = watched("lapse", officer)
    api.post(f"/alert-watches/{done.pk}/end")
    happened("甲", "PLEDGED")
    assert len(found()) == 1
    card = AlertCard.objects.get()
    before = everything("search", "plan")
    for body, status, words in (
        (new(), 409, "已经有人设置了这种预警和范围"),
        (new("filing", subject="theme", subject_id=theme), 422, "只能设置在组织与个人、名录上"),
        (new("lapse", subject="theme", subject_id=10**9), 404, "没有找到"),
        (new("lapse", core_id=1), 422, "不用核心专利专题库"),
        (new("lapse", from_on="2199-01-01"), 422, "日期不能晚于今天"),
        (new("lapse", from_on="昨天"), 422, "参数不合要求"),
        (new("lapse", subject_id=10**9), 404, "没有找到"),
        (new("lapse", subject="list", subject_id=10**9), 404, "没有这个名录"),
        (new("lapse", task_id=10**9), 404, "没有找到"),
        (new("nothing"), 422, "参数不合要求"),
    ):
        answer = api.post("/alert-watches", body)
        assert (answer[0], words in answer[1]["message"]) == (status, True), (body, answer)
    for path, body, status, words in (
        (watch.pk, {"from_on": "2199-01-01"}, 422, "日期不能晚于今天"),
        (watch.pk, {**TERMS, "core_id": 1}, 422, "不用核心专利专题库"),
        (watch.pk, {**TERMS, "task_id": 10**9}, 404, "没有找到"),
        (watch.pk, {}, 422, "参数不合要求"),
        (done.pk, TERMS, 409, "已经停止"),
        (10**9, TERMS, 404, "没有找到"),
    ):
        answer = api.put(f"/alert-watches/{path}", body)
        assert (answer[0], words in answer[1]["message"]) == (status, True), (path, body, answer)
    for path, body, status in (
        (f"/alert-watches/{done.pk}/end", {}, 409),
        (f"/alert-watches/{10**9}/end", {}, 404),
        (f"/alerts/{10**9}/see", {}, 404),
        (f"/alerts/{card.pk}/handle", {}, 422),
        (f"/alerts/{card.pk}/handle", {"note": "  "}, 422),
        (f"/alerts/{card.pk}/handle", {"note": "长" * 401}, 422),
        (f"/alerts/{card.pk}/handle", {"note": "已联系\u202e"}, 422),
        (f"/alerts/{card.pk}/handle", {"note": "已联系", "task_id": 10**9}, 404),
    ):
        assert api.post(path, body)[0] == status, (path, body)
    assert everything("search", "plan") == before


def test_a_refusal_is_in_the_language_of_who_asks(api, officer) -> None:
    brought_in(row(1, 专利名称="甲"))
    watch = watched("pledge", officer)
    later = {"from_on": "2199-01-01"}
    for language, words in (("zh-hans", "日期不能晚于今天。"), ("en", "The day cannot lie in the future.")):
        headers = {"Accept-Language": language}
        status, reply = api.ask("put", f"/alert-watches/{watch.pk}", later, **headers)
        assert (status, reply["message"], reply["details"]) == (422, words, {"field": "from_on"})


def test_who_may_only_look_changes_nothing_and_a_token_needs_the_scope(caller, officer) -> None:
    brought_in(row(1, 专利名称="甲"))
    watch = watched("pledge", officer)
    happened("甲", "PLEDGED")
    assert len(found()) == 1
    card = AlertCard.objects.get()
    before = everything("search", "plan")
    reader, narrow = caller(Role.READ_ONLY_LEADER), caller(Role.CASE_OFFICER, VIEW, *READ)
    stranger = caller(Role.FIRM_USER)
    for one in (reader, narrow):
        assert one.get(f"/alert-watches/{watch.pk}")[0] == one.get(f"/alerts/{card.pk}")[0] == 200
        assert one.post("/alert-watches", new("lapse"))[0] == 403
        assert one.put(f"/alert-watches/{watch.pk}", TERMS)[0] == 403
        for path in (f"/alert-watches/{watch.pk}/end", f"/alerts/{card.pk}/see"):
            assert one.post(path)[0] == 403
        assert one.post(f"/alerts/{card.pk}/handle", {"note": "看过"})[0] == 403
    for path in ("/alert-watches", f"/alert-watches/{watch.pk}", "/alerts", f"/alerts/{card.pk}"):
        assert stranger.get(path)[0] == 404
        assert Caller("zc_nobody").get(path)[0] == 401
    assert everything("search", "plan") == before


def test_of_a_theme_that_is_not_shared_nobody_else_learns_anything(caller, officer) -> None:
    some_patents()
    theme = some_theme(officer).theme_id
    watch = watched("pledge", officer, subject="theme", subject_id=theme)
    happened("焊接钢管", "PLEDGED")
    assert len(found()) == 1
    card = AlertCard.objects.get()
    other = caller(Role.OFFICE_LEADER)
    before = everything("search", "plan")
    assert other.get("/alert-watches") == other.get("/alerts") == (200, {"items": [], "next": None})
    for path in (f"/alert-watches/{watch.pk}", f"/alerts/{card.pk}"):
        assert other.get(path)[0] == 404
    assert other.put(f"/alert-watches/{watch.pk}", TERMS)[0] == 404
    assert other.post(f"/alert-watches/{watch.pk}/end")[0] == 404
    assert other.post(f"/alerts/{card.pk}/handle", {"note": "看过"})[0] == 404
    assert everything("search", "plan") == before


def test_a_task_that_the_caller_may_not_see_is_not_told_and_stays(
    caller, officer, person, unit, task
) -> None:
    """A contact of another unit changes a watch of its own that serves a task of the office."""
    brought_in(row(1, 专利名称="甲"))
    watch = watched("pledge", officer, task_id=task.pk)
    AlertWatch.objects.update(owner_unit=unit("云川区科技局"))
    happened("甲", "PLEDGED")
    assert len(found()) == 1
    card = AlertCard.objects.get()
    contact = caller(Role.UNIT_CONTACT, of=person(Role.UNIT_CONTACT, unit("云川区科技局")))
    assert contact.get(f"/alert-watches/{watch.pk}")[1]["task_id"] is None
    assert contact.get(f"/alerts/{card.pk}")[1]["task_id"] is None
    assert contact.put(f"/alert-watches/{watch.pk}", {"from_on": "2021-01-01"})[0] == 200
    assert contact.put(f"/alert-watches/{watch.pk}", {**TERMS, "task_id": task.pk})[0] == 404
    assert contact.post(f"/alerts/{card.pk}/handle", {"note": "已联系"})[0] == 200
    watch.refresh_from_db()
    card.refresh_from_db()
    assert (watch.task_id, watch.from_on, card.task_id) == (task.pk, date(2021, 1, 1), task.pk)


def test_the_filings_of_a_competitor_come_with_who_filed(api) -> None:
    brought_in(row(1, 专利名称="甲"))
    assert api.post("/alert-watches", new("filing", from_on="2000-01-01"))[0] == 201
    brought_in(row(2, 专利名称="乙"), row(3, 专利名称="丙", 申请人=THEM))
    assert found() == [("filing", "乙")]
    [told] = api.get("/alerts")[1]["items"]
    assert (told["title"], told["party_id"], told["event"], told["kind"]) == ("乙", party(), "", "filing")
