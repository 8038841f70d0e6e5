"""The indicator pages and the overview: what they show as of a day, to whom, by how many queries."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import NOW
from zhichan.core.access.roles import Role as Post
from zhichan.rooms.plan.actions.edit_path import promise_of
from zhichan.rooms.plan.models import Indicator, IndicatorValue, PathPoint
from zhichan.rooms.plan.paths import path_of

from ..samples import Role, make_indicator, make_plan, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
MOST_QUERIES = 12
# The page of one indicator tells its outlook, its history and its notes.
MOST_OF_ONE = 18
# The overview asks three rooms: outlook of all indicators, tasks, what is due, figures that are stored.
MOST_OF_OVERVIEW = 28


def with_path(indicator: Indicator) -> Indicator:
    target = indicator.targets.get()
    PathPoint.objects.bulk_create(
        PathPoint(target=target, year=point.year, value=point.value, kind=point.kind)
        for point in path_of(promise_of(indicator, target))
    )
    return indicator


def give(indicator: Indicator, on: date, value: str, known: date | None = None) -> None:
    known = known or on
    at = datetime(known.year, known.month, known.day, 4, tzinfo=UTC)
    IndicatorValue.objects.create(
        indicator=indicator, effective_on=on, known_at=at, value=Decimal(value), source="科技局季报"
    )


@pytest.fixture
def indicator(plan, science):
    made = with_path(make_indicator(plan, owner_unit=science))
    give(made, date(2026, 6, 30), "4.6", date(2026, 7, 8))
    give(made, date(2026, 9, 30), "4.2", date(2026, 10, 8))
    give(made, date(2026, 9, 30), "4.9", date(2026, 11, 2))
    return made


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_pages_take_at_most_twelve_queries(plan, indicator, science, unit, officer, contact):
    for n in range(20):
        made = with_path(make_indicator(plan, f"指标{n}", owner_unit=science))
        give(made, date(2026, 9, 30), "5")
        make_task(plan, {science: Role.LEAD, unit(f"云川区第{n}局"): Role.JOINT})
    pages = ("/", "/plan/overview/", "/plan/indicators/", f"/plan/indicators/{indicator.pk}/")
    for client in (officer, contact):
        for address in (*pages, "/plan/indicators/?status=lagging&on=2026-07-01"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            most = MOST_OF_ONE if str(indicator.pk) in address else MOST_QUERIES
            most = MOST_OF_OVERVIEW if address in ("/", "/plan/overview/") else most
            assert len(queries) <= most, (address, [q["sql"][:90] for q in queries])


def test_the_list_shows_value_path_and_judgement(indicator, officer):
    shown = text_of(officer.get("/plan/indicators/"))
    assert re.search(r"按进度</span> 1</a>", shown)
    assert "4.9" in shown


def test_looking_back_shows_what_was_known_then(indicator, officer):
    shown = text_of(officer.get("/plan/indicators/", {"on": "2026-09-30", "known": "2026-10-20"}))
    assert re.search(r"滞后</span> 1</a>", shown)
    page = text_of(
        officer.get(f"/plan/indicators/{indicator.pk}/", {"on": "2026-09-30", "known": "2026-10-20"})
    )
    assert "现值 4.2 件" in page
    assert "按今天所知，同一时点已更正为 4.9 件" in page
    earlier = text_of(officer.get(f"/plan/indicators/{indicator.pk}/", {"on": "2026-07-01"}))
    assert "现值 4.6 件" in earlier


@pytest.mark.parametrize("bad", ["0001-01-01", "9999-12-31", "x", "2026-13-01", "2026-02-30"])
def test_a_day_that_cannot_be_is_today(indicator, officer, bad):
    assert "2026-11-20" in text_of(officer.get("/plan/indicators/", {"on": bad, "known": bad}))
    assert officer.get(f"/plan/indicators/{indicator.pk}/", {"on": bad, "known": bad}).status_code == 200
    assert officer.get("/", {"on": bad, "focus": bad}).status_code == 200


def test_the_chart_and_the_table_have_the_same_figures(indicator, officer):
    shown = text_of(officer.get(f"/plan/indicators/{indicator.pk}/"))
    drawn = json.loads(re.search(r'<script id="chart-option"[^>]*>(.*?)</script>', shown)[1])
    actual, path = drawn["series"]
    assert [point["value"] for point in actual["data"]] == [["2026-06-30", 4.6], ["2026-09-30", 4.9]]
    assert (path["data"][0], path["data"][-1]) == (["2025-12-31", 4.0], ["2030-12-31", 9.0])
    assert actual["markLine"]["data"] == [{"yAxis": 9.0}]
    assert 'role="img"' in shown
    assert "<del>4.2</del>" in shown


def test_a_contact_sees_only_what_its_unit_fills_in(plan, indicator, officer, contact):
    other = make_indicator(plan, "有效注册商标量")
    assert "有效注册商标量" in text_of(officer.get("/plan/indicators/"))
    assert "有效注册商标量" not in text_of(contact.get("/plan/indicators/"))
    assert contact.get(f"/plan/indicators/{other.pk}/").status_code == 404
    for page in ("value", "path", "definition"):
        assert contact.get(f"/plan/indicators/{other.pk}/{page}/").status_code in (403, 404)


def test_a_value_is_entered_corrected_and_its_file_fetched(indicator, contact, signed_in, unit):
    address = f"/plan/indicators/{indicator.pk}/value/"
    upload = SimpleUploadedFile("报表.csv", "指标,值\n高价值,5.1\n".encode())
    sent = {"effective_on": "2026-11-15", "value": "5.1", "source": "月报", "note": "", "evidence": upload}
    assert contact.post(address, sent).status_code == 302
    value = IndicatorValue.objects.get(effective_on=date(2026, 11, 15))
    assert (value.value, value.file_name) == (Decimal("5.1"), "报表.csv")
    file = contact.get(f"/plan/indicators/values/{value.pk}/file/")
    assert "5.1" in b"".join(file.streaming_content).decode()
    stranger = signed_in(Post.UNIT_CONTACT, unit("云川区商务局"))
    assert stranger.get(f"/plan/indicators/values/{value.pk}/file/").status_code == 404
    IndicatorValue.objects.filter(pk=value.pk).update(known_at=NOW - timedelta(hours=1))
    refused = contact.post(address, {**sent, "value": "5.2", "evidence": ""})
    assert refused.status_code == 422
    assert "更正已有数值须写明原因" in refused.content.decode()
    assert (
        contact.post(address, {**sent, "value": "5.2", "note": "漏计一件", "evidence": ""}).status_code == 302
    )
    assert IndicatorValue.objects.filter(effective_on=date(2026, 11, 15)).count() == 2


@pytest.mark.usefixtures("contexts")
def test_the_office_sets_path_and_definition(indicator, science, officer, contact):
    assert contact.get(f"/plan/indicators/{indicator.pk}/path/").status_code in (403, 404)
    address = f"/plan/indicators/{indicator.pk}/path/"
    form = officer.get(address).context["form"]
    sent = {name: str(form[name].value()) for name in form.fields if name.startswith("year_")}
    assert set(sent) == {"year_2026", "year_2027", "year_2028", "year_2029"}
    assert officer.post(address, {**sent, "year_2026": "4.5", "note": "分解方案"}).status_code == 302
    assert PathPoint.objects.get(year=2026).value == Decimal("4.5")
    unchanged = officer.post(address, {**sent, "year_2026": "4.5", "note": "再来一次"})
    assert unchanged.status_code == 422
    definition = f"/plan/indicators/{indicator.pk}/definition/"
    sent = {"owner_unit": "", "counting": "yearly", "note": "统计制度"}
    assert officer.post(definition, sent).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.owner_unit, indicator.counting) == (None, "yearly")


def test_the_list_exports_what_it_shows(indicator, officer):
    response = officer.get("/plan/indicators/", {"format": "csv", "status": "on_path"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "按进度" in lines[1]


# --- the overview ---


def test_the_overview_says_what_its_rows_say_and_links_to_them(plan, indicator, science, unit, officer):
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 1), title="已经超期的事")
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 22), title="本周到期的事")
    shown = text_of(officer.get("/"))
    assert '<a href="/plan/indicators/?status=on_path">1 项按进度</a>' in shown
    assert '<a href="/plan/tasks/?view=list&amp;alarm=overdue">1 项超期</a>' in shown
    assert "本周 1 项到期" in shown
    assert "已经超期的事" in shown
    assert 'aria-label="临期，超期"' in shown
    listed = text_of(officer.get("/plan/tasks/?view=list&alarm=overdue"))
    assert "已经超期的事" in listed
    assert "本周到期的事" not in listed


def test_the_dues_of_the_overview_are_said_in_words(plan, science, officer):
    for day in (date(2026, 9, 21), date(2026, 11, 20), date(2026, 12, 2)):
        make_task(plan, {science: Role.LEAD}, deadline_on=day, title=f"{day} 到期的事")
    shown = re.findall(r'<span class="n">(.*?)</span>', text_of(officer.get("/")))
    assert shown == [
        "<small>已过 </small>60<small> 天</small>",
        "<small>今天到期</small><small></small>",
        "<small>余 </small>12<small> 天</small>",
    ]
    listed = text_of(officer.get("/plan/tasks/?view=list"))
    assert [f">{words}</span>" in listed for words in ("已过 60 天", "今天到期", "余 12 天")] == [True] * 3
    english = text_of(officer.get("/", headers={"Accept-Language": "en"}))
    assert '<span class="n"><small></small>60<small> days late</small></span>' in english
    assert "-60" not in english


def test_the_overview_of_one_plan_counts_its_rows_only(plan, indicator, science, office, officer):
    other = make_plan(office, "云川区知识产权强区建设规划（2021—2025年）")
    make_task(plan, {science: Role.LEAD}, title="这个规划的事")
    make_task(other, {science: Role.LEAD}, title="那个规划的事")
    both = text_of(officer.get("/"))
    assert "2 项任务：" in both
    assert "全部 2 个规划" in both
    one = text_of(officer.get("/", {"plan": other.pk}))
    assert "1 项任务：" in one
    address = f"/plan/tasks/?view=list&without=cancelled&plan={other.pk}"
    assert f'<a href="{address.replace("&", "&amp;")}">' in one
    listed = text_of(officer.get(address))
    assert "那个规划的事" in listed
    assert "这个规划的事" not in listed
    assert "还没有指标。" in one
    assert "规划期已过" not in one
    assert "2 项任务：" in text_of(officer.get("/", {"plan": "999999"}))


def test_the_week_of_the_overview_and_the_list_behind_it_agree(plan, science, officer):
    # the day is a Friday: Sunday is of this week, Monday is not
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 22), title="周日到期的事")
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 11, 23), title="周一到期的事")
    shown = text_of(officer.get("/"))
    assert '<a href="/plan/tasks/?view=list&amp;due_within=2">本周 1 项到期。</a>' in shown
    listed = text_of(officer.get("/plan/tasks/?view=list&due_within=2"))
    assert "周日到期的事" in listed
    assert "周一到期的事" not in listed


def test_the_overview_of_a_contact_holds_its_own_rows(plan, indicator, science, unit, contact):
    make_task(plan, {unit("云川区商务局"): Role.LEAD}, title="别人的事")
    make_task(plan, {science: Role.LEAD}, title="自己的事")
    shown = text_of(contact.get("/"))
    assert "自己的事" in shown
    assert "别人的事" not in shown


def test_an_empty_overview_says_what_will_be_there(officer):
    shown = text_of(officer.get("/"))
    assert "还没有指标。" in shown
    assert "还没有分派的任务。" in shown


def test_nobody_known_is_sent_to_sign_in(client, db):
    response = client.get("/")
    assert response.status_code == 302
    assert "/account/sign-in/" in response.headers["Location"]


@pytest.mark.parametrize("role", [Post.SYSTEM_ADMIN, Post.AUDIT_ADMIN, Post.FIRM_USER])
def test_who_has_no_part_in_plans_gets_the_plain_home_page(indicator, signed_in, office, role):
    client = signed_in(role, office)
    assert "每万人口高价值发明专利拥有量" not in text_of(client.get("/"))
    assert client.get("/plan/overview/").status_code == 404


def test_no_page_carries_a_style_or_script_of_its_own(indicator, officer):
    pk = indicator.pk
    pages = ("", "value/", "path/", "definition/")
    for address in ("/", "/plan/indicators/", *(f"/plan/indicators/{pk}/{page}" for page in pages)):
        shown = text_of(officer.get(address))
        assert " style=" not in shown, address
        assert "<script>" not in shown, address
