"""The pages of the system room: lists, one thing, and the forms that change it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.conftest import NOW, TODAY
from zhichan.core.access.roles import Role
from zhichan.core.audit.actions import record
from zhichan.core.audit.models import AuditEvent
from zhichan.core.audit.pages import views as audit_views
from zhichan.core.calendar.queries import calendar_day
from zhichan.core.people.actions.collectives import NewCollective, add_member, create_collective
from zhichan.core.people.actions.units import NewUnit, create_unit
from zhichan.core.people.models import Collective, MembershipEvent, Person, Post, SignInEntry, Unit, UnitName
from zhichan.core.people.queries import members_on

pytestmark = pytest.mark.usefixtures("frozen_now")


@pytest.fixture
def admin(signed_in, office) -> Client:
    made: Client = signed_in(Role.SYSTEM_ADMIN, office)
    return made


@pytest.fixture
def security(signed_in, office) -> Client:
    made: Client = signed_in(Role.SECURITY_ADMIN, office)
    return made


@pytest.fixture
def auditor(signed_in, office) -> Client:
    made: Client = signed_in(Role.AUDIT_ADMIN, office)
    return made


@pytest.fixture
def bureau(by_system) -> Unit:
    return create_unit(NewUnit("云川区科学技术局", Unit.Kind.BUREAU, other_names=("区科委",)), **by_system)


@pytest.fixture
def group(by_system) -> Collective:
    return create_collective(NewCollective("知识产权领导小组", Collective.Kind.LEADING_GROUP), **by_system)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


# --- the room ---


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (Role.SYSTEM_ADMIN, ["单位", "人员与任职", "工作日历", "权限一览"], ["登录记录", "审计记录"]),
        (Role.SECURITY_ADMIN, ["人员与任职", "登录记录", "权限一览"], ["审计记录"]),
        (Role.AUDIT_ADMIN, ["审计记录", "权限一览"], ["登录记录", "人员与任职"]),
        (Role.UNIT_CONTACT, ["单位", "工作日历"], ["人员与任职", "登录记录", "审计记录", "权限一览"]),
        (Role.FIRM_USER, ["接口说明", "我的账号"], ["集合单位", "工作日历"]),
    ],
)
def test_the_room_shows_each_what_they_may_open(signed_in, office, role: Role, shown, hidden) -> None:
    page = text(signed_in(role, office), "/system/")
    main = page[page.index("<main") : page.index("</main>")]
    assert [word for word in shown if word not in main] == []
    assert [word for word in hidden if f"<span>{word}<" in main] == []


# --- units ---


@pytest.mark.parametrize("wanted", ["科学技术", "区科委", "科技局", "區科技"])
def test_units_are_found_by_any_of_their_names(admin: Client, bureau: Unit, unit, wanted: str) -> None:
    unit("云川区教育局")
    page = text(admin, f"/system/units/?q={wanted}")
    assert "云川区科学技术局" in page
    assert "云川区教育局" not in page


def test_units_are_filtered_by_kind_and_exported(admin: Client, bureau: Unit, office: Unit) -> None:
    page = text(admin, "/system/units/?kind=office")
    assert "云川区知识产权局" in page
    assert f"/system/units/{bureau.pk}/" not in page
    exported = admin.get("/system/units/?kind=bureau&format=csv")
    content = b"".join(exported.streaming_content).decode("utf-8-sig")
    assert "云川区科学技术局" in content
    assert "知识产权局" not in content


def test_the_list_of_units_costs_the_same_for_many(
    admin: Client, unit, office, django_assert_max_num_queries
) -> None:
    for number in range(60):
        unit(f"云川区第{number}局", parent=office)
    with django_assert_max_num_queries(12):
        assert "下一页" in text(admin, "/system/units/")


def test_a_unit_shows_names_relations_and_memberships(
    admin: Client, bureau: Unit, group, unit, by_system
) -> None:
    unit("云川区科技服务中心", parent=bureau)
    add_member(group, bureau, effective_on=date(2025, 1, 1), **by_system)
    page = text(admin, f"/system/units/{bureau.pk}/")
    for word in (
        "云川区科学技术局",
        "区科委",
        "简称",
        "云川区科技服务中心",
        "知识产权领导小组",
        "2025-01-01",
        "更名",
    ):
        assert word in page


def test_somebody_who_may_change_nothing_sees_no_buttons(signed_in, office, bureau: Unit) -> None:
    page = text(signed_in(Role.READ_ONLY_LEADER, office), f"/system/units/{bureau.pk}/")
    assert "更名" not in page
    assert "简称或别称" not in page


def test_a_unit_is_registered_from_its_form(admin: Client, office: Unit) -> None:
    form = {
        "name": "云川区司法局",
        "kind": "bureau",
        "parent": office.pk,
        "other_names": "区司法局甲\n\n 法治办 \n",
        "established_on": "2019-01-01",
        "source": "云政发2号",
    }
    response = admin.post("/system/units/add/", form)
    made = Unit.objects.get(name="云川区司法局")
    assert response["Location"] == f"/system/units/{made.pk}/"
    assert (made.parent, made.established_on, made.source) == (office, date(2019, 1, 1), "云政发2号")
    assert set(made.names.values_list("name", flat=True)) == {"云川区司法局", "区司法局甲", "法治办"}


def test_a_refused_form_keeps_what_was_typed_and_says_why(admin: Client, bureau: Unit) -> None:
    response = admin.post("/system/units/add/", {"name": "区科技局", "kind": "bureau", "source": "某文件"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "“区科技局”已经是“云川区科学技术局”的名称。" in page
    assert 'value="某文件"' in page


def test_a_unit_is_renamed_aliased_moved_and_abolished(admin: Client, bureau: Unit, office: Unit) -> None:
    address = f"/system/units/{bureau.pk}/"
    for page in ("rename", "alias", "move", "abolish"):
        assert text(admin, f"{address}{page}/")
    assert (
        admin.post(f"{address}rename/", {"name": "云川区科技和信息局", "from_on": "2026-01-01"}).status_code
        == 302
    )
    assert admin.post(f"{address}alias/", {"name": "区科信局", "kind": "short"}).status_code == 302
    assert admin.post(f"{address}move/", {"parent": office.pk}).status_code == 302
    assert admin.post(f"{address}abolish/", {"abolished_on": "2026-11-01"}).status_code == 302
    bureau.refresh_from_db()
    assert (bureau.name, bureau.parent, bureau.abolished_on) == (
        "云川区科技和信息局",
        office,
        date(2026, 11, 1),
    )
    assert UnitName.objects.filter(unit=bureau, name="区科信局", kind="short").exists()
    assert "已撤销" in text(admin, address)
    assert "已撤销" in text(admin, "/system/units/")


def test_a_unit_exists_until_the_day_of_its_abolition(admin: Client, office: Unit) -> None:
    """The office too: its name stands on every page until then."""
    name = f'<div class="tenant"><b>{office.name}<'
    for day, shown in ((date(2026, 11, 21), "2026-11-21 起撤销"), (date(2026, 11, 20), "已撤销")):
        Unit.objects.filter(pk=office.pk).update(abolished_on=day)
        for address in (f"/system/units/{office.pk}/", "/system/units/"):
            page = text(admin, address)
            assert shown in page
            assert (name in page) is (day > date(2026, 11, 20))


def test_forms_refuse_days_that_are_none(admin: Client, bureau: Unit) -> None:
    response = admin.post(
        f"/system/units/{bureau.pk}/rename/", {"name": "云川区科技和信息局", "from_on": "2026-13-01"}
    )
    assert response.status_code == 422
    assert Unit.objects.get(pk=bureau.pk).name == "云川区科学技术局"


def test_an_unknown_unit_is_not_found(admin: Client) -> None:
    for number in (0, 999_999, 2**63, 10**30):
        assert admin.get(f"/system/units/{number}/").status_code == 404


# --- collectives ---


def test_a_collective_is_registered_and_given_members(admin: Client, bureau: Unit) -> None:
    form = {"name": "联席会议", "kind": "joint_meeting", "other_names": "各联席单位", "source": ""}
    made = Collective.objects.get(
        pk=int(admin.post("/system/collectives/add/", form)["Location"].split("/")[3])
    )
    address = f"/system/collectives/{made.pk}/"
    assert admin.post(f"{address}name/", {"name": "联席会议各成员"}).status_code == 302
    assert made.names.count() == 3
    assert text(admin, f"{address}members/")
    joined = {"unit": bureau.pk, "change": "joined", "effective_on": "2025-01-01", "source": "会议纪要1号"}
    assert admin.post(f"{address}members/", joined).status_code == 302
    left = {"unit": bureau.pk, "change": "left", "effective_on": "2026-01-01"}
    assert admin.post(f"{address}members/", left).status_code == 302
    assert admin.post(f"{address}members/", left).status_code == 422
    assert [e.change for e in made.events.order_by("pk")] == ["joined", "left"]
    assert "1" in text(admin, "/system/collectives/?kind=joint_meeting")


def test_members_are_shown_as_of_a_day_as_known_at_a_day(admin: Client, bureau: Unit, group, system) -> None:
    add_member(group, bureau, effective_on=date(2025, 1, 1), by=system, at=NOW - timedelta(days=30))
    address = f"/system/collectives/{group.pk}/"
    assert "云川区科学技术局" in members_panel(admin, address)
    assert "这一天没有成员" in members_panel(admin, f"{address}?on=2024-12-31")
    assert "云川区科学技术局" in members_panel(admin, f"{address}?on=2025-01-01&known_on=2026-10-21")
    assert "这一天没有成员" in members_panel(admin, f"{address}?on=2025-01-01&known_on=2026-10-20")
    assert "按 2026-10-21 所知" in text(admin, f"{address}?known_on=2026-10-21")
    assert "日期读不出来" in text(admin, f"{address}?on=yesterday")
    assert "日期读不出来" in text(admin, f"{address}?known_on=9999-12-31")


def test_a_member_does_not_leave_before_the_first_day(admin: Client, bureau: Unit, group) -> None:
    left = {"unit": bureau.pk, "change": "left", "effective_on": "0001-01-01"}
    response = admin.post(f"/system/collectives/{group.pk}/members/", left)
    assert response.status_code == 422
    assert not group.events.exists()


def test_a_collective_refused_is_shown_again(admin: Client, group: Collective) -> None:
    response = admin.post("/system/collectives/add/", {"name": group.name, "kind": "other"})
    assert response.status_code == 422
    assert "已经是" in response.content.decode()


def members_panel(client: Client, address: str) -> str:
    page = text(client, address)
    return page[page.index(">成员<") : page.index(">变动记录<")]


def test_a_change_is_withdrawn_and_stays_readable(admin: Client, bureau: Unit, group, by_system) -> None:
    event = add_member(group, bureau, effective_on=date(2025, 1, 1), **by_system)
    assert "撤回" in text(admin, f"/system/membership/{event.pk}/withdraw/")
    response = admin.post(f"/system/membership/{event.pk}/withdraw/", {"source": "登记有误"})
    assert response["Location"] == f"/system/collectives/{group.pk}/"
    assert members_on(group, TODAY).count() == 0
    page = text(admin, response["Location"])
    assert "已撤回" in page
    assert "撤回“加入”" in page
    assert MembershipEvent.objects.count() == 2


# --- people and posts ---


@pytest.mark.usefixtures("contexts")
def test_an_account_is_opened_and_its_password_shown_once(admin: Client) -> None:
    assert text(admin, "/system/people/add/")
    response = admin.post("/system/people/add/", {"username": "chen", "name": "陈九", "source": ""})
    account = response.context["account"]
    assert account.password in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    made = Person.objects.get(username="chen")
    assert made.check_password(account.password)
    assert "初始密码，未改" in text(admin, f"/system/people/{made.pk}/")
    assert admin.post("/system/people/add/", {"username": "chen", "name": "陈十"}).status_code == 422


@pytest.fixture
def chu(person, unit) -> Person:
    return person(Role.UNIT_CONTACT, unit("云川区科技局"), username="chu")


def test_people_are_found_by_name_account_role_and_state(admin: Client, chu: Person) -> None:
    for query, found in (
        ("q=chu", True),
        ("q=nobody", False),
        ("role=unit_contact", True),
        ("role=plan_officer", False),
    ):
        assert (f"/system/people/{chu.pk}/" in text(admin, f"/system/people/?{query}")) is found
    assert "单位联络员 云川区科技局" in text(admin, "/system/people/?q=chu")
    Person.objects.filter(pk=chu.pk).update(is_active=False, is_sample=True)
    assert "示例" in text(admin, "/system/people/?active=False")
    assert f"/system/people/{chu.pk}/" not in text(admin, "/system/people/?active=True")


def test_the_list_of_people_costs_the_same_for_many(
    admin: Client, person, unit, django_assert_max_num_queries
) -> None:
    for number in range(30):
        person(Role.UNIT_CONTACT, unit(f"云川区第{number}局"))
    with django_assert_max_num_queries(12):
        text(admin, "/system/people/")


@pytest.mark.usefixtures("contexts")
def test_the_system_administrator_keeps_the_account(admin: Client, chu: Person) -> None:
    address = f"/system/people/{chu.pk}/"
    page = text(admin, address)
    assert "授予任职" not in page
    for form_page in ("edit", "deactivate", "reactivate", "password"):
        assert text(admin, f"{address}{form_page}/")
    assert admin.post(f"{address}edit/", {"name": "褚十一"}).status_code == 302
    reset = admin.post(f"{address}password/")
    assert Person.objects.get(pk=chu.pk).check_password(reset.context["account"].password)
    assert admin.post(f"{address}deactivate/").status_code == 302
    assert "恢复账号" in text(admin, address)
    assert admin.post(f"{address}deactivate/").status_code == 422
    assert admin.post(f"{address}reactivate/").status_code == 302
    chu.refresh_from_db()
    assert (chu.name, chu.is_active) == ("褚十一", True)


def test_no_button_closes_ones_own_account_or_grants_oneself(
    admin: Client, security: Client, person, office
) -> None:
    for client, role in ((admin, Role.SYSTEM_ADMIN), (security, Role.SECURITY_ADMIN)):
        own = person(role, office)
        page = text(client, f"/system/people/{own.pk}/")
        assert "停用账号" not in page
        assert "授予任职" not in page
    assert admin.post(f"/system/people/{person(Role.SYSTEM_ADMIN, office).pk}/deactivate/").status_code == 403


def test_the_security_administrator_grants_and_ends_posts(
    security: Client, chu: Person, office: Unit
) -> None:
    address = f"/system/people/{chu.pk}/"
    assert "授予任职" in text(security, address)
    assert "停用账号" not in text(security, address)
    assert text(security, f"{address}posts/")
    form = {"role": "plan_officer", "unit": office.pk, "from_on": "2026-11-20", "title": "科员"}
    assert security.post(f"{address}posts/", form).status_code == 302
    post = Post.objects.get(person=chu, role="plan_officer")
    assert (post.unit, post.title) == (office, "科员")
    apart = security.post(f"{address}posts/", {"role": "audit_admin", "from_on": "2026-11-20"})
    assert apart.status_code == 422
    assert "三员分立" in apart.content.decode()
    assert text(security, f"/system/posts/{post.pk}/end/")
    assert security.post(f"/system/posts/{post.pk}/end/", {"until_on": "2026-11-20"}).status_code == 302
    post.refresh_from_db()
    assert post.until_on == TODAY


def test_a_lost_second_factor_is_cleared(security: Client, chu: Person) -> None:
    address = f"/system/people/{chu.pk}/second-factor/"
    assert security.post(address).status_code == 422
    Authenticator.objects.create(user=chu, type="totp", data={"secret": "x"})
    assert "清除第二因素" in text(security, f"/system/people/{chu.pk}/")
    assert text(security, address)
    assert security.post(address).status_code == 302
    assert not Authenticator.objects.exists()


def test_the_log_of_sign_ins_is_filtered(security: Client, chu: Person) -> None:
    SignInEntry.objects.create(kind="failed", person=chu, address="10.0.0.8", happened_at=NOW)
    SignInEntry.objects.create(kind="locked", typed_name="ab***", happened_at=NOW - timedelta(days=2))
    page = text(security, "/system/sign-ins/")
    for word in ("(chu)", "10.0.0.8", "ab***", "登录失败", "锁定"):
        assert word in page
    assert "ab***" not in text(security, "/system/sign-ins/?kind=failed")
    assert "ab***" not in text(security, "/system/sign-ins/?from=2026-11-20")
    assert "10.0.0.8" not in text(security, "/system/sign-ins/?until=2026-11-19")
    assert "ab***" not in text(security, "/system/sign-ins/?q=chu")


# --- rights, audit, calendar, API ---


def test_the_table_of_rights_is_the_declared_one(auditor: Client) -> None:
    page = text(auditor, "/system/rights/")
    for word in ("people.posts.grant", "授予与免去任职", "安全管理员", "全部"):
        assert word in page


def test_the_audit_record_is_filtered_and_names_people(auditor: Client, actor, office, bureau: Unit) -> None:
    officer = actor(Role.PLAN_OFFICER, office)
    record(
        "plan.task.reported",
        subject=bureau,
        by=officer,
        at=NOW,
        details={"state": "done", "long": "长" * 400},
    )
    page = text(auditor, "/system/audit/?kind=plan.task.")
    for word in ("plan.task.reported", officer.name, f"people.unit:{bureau.pk}", "…"):
        assert word in page
    assert "people.unit.created" not in page
    assert "plan.task.reported" in text(auditor, "/system/audit/?kind=plan.task.reported")
    assert '<div>填报任务进展<br><small class="mono muted">plan.task.reported</small></div>' in page
    assert "plan.task.reported" not in text(auditor, "/system/audit/?kind=plan.task.rep")
    assert "people.unit.created" in text(auditor, f"/system/audit/?subject=people.unit:{bureau.pk}")
    assert "plan.task.reported" in text(auditor, "/system/audit/?subject=people.unit&by=person")
    assert "plan.task.reported" not in text(auditor, "/system/audit/?by=system")
    assert "plan.task.reported" not in text(auditor, "/system/audit/?from=2026-11-21")


def test_the_list_of_events_costs_the_same_for_many(
    auditor: Client, actor, office, bureau: Unit, django_assert_max_num_queries
) -> None:
    officer = actor(Role.PLAN_OFFICER, office)
    for _event in range(70):
        record("plan.task.reported", subject=bureau, by=officer, at=NOW)
    with django_assert_max_num_queries(12):
        text(auditor, "/system/audit/")


def test_the_calendar_shows_a_year_and_a_day_is_set_with_a_reason(admin: Client) -> None:
    page = text(admin, "/system/calendar/?year=2026")
    for word in ("2026 年工作日历", "12 月", "个工作日", "休"):
        assert word in page
    address = "/system/calendar/2026-12-25/"
    assert calendar_day(date(2026, 12, 25)).is_working
    assert "现在是“上班”" in text(admin, address)
    assert admin.post(address, {"is_working": "no", "reason": ""}).status_code == 422
    response = admin.post(address, {"is_working": "no", "reason": "区政府通知"})
    assert response["Location"] == "/system/calendar/?year=2026"
    assert not calendar_day(date(2026, 12, 25)).is_working
    page = text(admin, "/system/calendar/?year=2026")
    assert "区政府通知" in page
    assert "现在是“放假”" in text(admin, address)


def test_the_calendar_of_this_year_comes_first_and_its_ends_are_marked(admin: Client) -> None:
    assert "2026 年工作日历" in text(admin, "/system/calendar/")
    assert 'rel="prev"' not in text(admin, "/system/calendar/?year=2004")
    assert 'rel="next"' not in text(admin, "/system/calendar/?year=2099")


@pytest.mark.parametrize(
    "address",
    ["?year=2003", "?year=2100", "?year=soon", "?year=２０２６", "2026-02-30/", "2003-12-31/", "2100-01-01/"],
)
def test_a_year_or_day_the_calendar_does_not_hold_is_not_found(admin: Client, address: str) -> None:
    assert admin.get(f"/system/calendar/{address}").status_code == 404


def test_a_reader_of_the_calendar_changes_nothing(signed_in, office) -> None:
    client = signed_in(Role.UNIT_CONTACT, office)
    page = text(client, "/system/calendar/")
    assert "点日期可以调整" not in page
    assert client.post("/system/calendar/2026-12-25/", {"is_working": "no", "reason": "x"}).status_code == 403
    assert calendar_day(date(2026, 12, 25)).is_working


def test_the_operations_of_the_interface_are_listed_for_everybody(client: Client, db, admin: Client) -> None:
    for reader in (client, admin):
        page = text(reader, "/system/api/")
        for word in ("/collectives/{collective_id}/members", "people.units.view", "/api/v1/openapi.json"):
            assert word in page


@pytest.mark.usefixtures("contexts")
def test_the_auditor_verifies_the_whole_record(
    auditor: Client, bureau: Unit, actor, office, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        record("plan.task.reported", subject=bureau, by=actor(Role.PLAN_OFFICER, office), at=NOW)
    response = auditor.post("/system/audit/verify/")
    page = response.content.decode()
    assert "记录完整，没有发现改动。" in page
    assert response.context["report"].events == AuditEvent.objects.count() - 1
    event = AuditEvent.objects.get(kind="audit.record.verified")
    assert event.details == {"events": response.context["report"].events, "findings": 0}


def test_what_the_verification_finds_is_shown(auditor: Client, bureau: Unit) -> None:
    page = auditor.post("/system/audit/verify/").content.decode()
    assert "发现 1 处与原来记录的不一样" in page
    assert "流水文件缺失" in page


def test_a_record_too_large_for_a_page_is_left_to_the_console(
    auditor: Client, bureau: Unit, monkeypatch
) -> None:
    monkeypatch.setattr(audit_views, "MOST_EVENTS_VERIFIED_HERE", 0)
    response = auditor.post("/system/audit/verify/")
    assert response.status_code == 409
    assert "zhichan audit verify" in response.content.decode()
    assert not AuditEvent.objects.filter(kind="audit.record.verified").exists()


def test_verifying_takes_a_post(auditor: Client) -> None:
    assert auditor.get("/system/audit/verify/").status_code == 405
