"""The pages from a file to a version in force, walked with plain links and forms."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.rooms.plan.documents import TEXT, document, draft, item_of
from zhichan.core.access.roles import Role
from zhichan.core.people.models import Collective, UnitName
from zhichan.rooms.plan.actions.abandon_version import abandon_version
from zhichan.rooms.plan.models import ExtractedItem, Plan, PlanVersion, Task

State = ExtractedItem.State


@pytest.fixture
def version(office, unit) -> PlanVersion:
    unit("云川区科技局")
    return draft(office)


@pytest.fixture
def officer(signed_in, office) -> Client:
    return signed_in(Role.PLAN_OFFICER, office)


def _check(version: PlanVersion, **params: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in params.items())
    return f"{reverse('plan:version_check', args=[version.pk])}?{query}"


def _item_url(name: str, version: PlanVersion, key: str) -> str:
    return reverse(f"plan:{name}", args=[version.pk, item_of(version, key).pk])


@pytest.mark.parametrize(
    ("tab", "words"),
    [
        ("targets", "有效发明专利拥有量"),
        ("tasks", "专利导航决策机制"),
        ("safeguards", "加强组织领导"),
        ("boxes", "导航护航工程"),
        ("money", "50 万元/件"),
        ("instruments", "专利开放许可办法"),
        ("units", "各街道办事处"),
        ("checks", "质押融资额两处不一"),
    ],
)
def test_every_tab_shows_its_items_beside_the_original(officer, version, tab, words):
    page = officer.get(_check(version, tab=tab))
    content = page.content.decode()
    assert page.status_code == 200
    assert words in content
    assert 'id="original"' in content
    assert "style=" not in content.split("<main")[1]


def test_original_and_extraction_are_linked_both_ways(officer, version):
    content = officer.get(_check(version, tab="targets")).content.decode()
    item = item_of(version, "t4")
    assert f'id="src-{item.pk}"' in content
    assert f'id="item-{item.pk}"' in content
    mark = re.search(rf'<a class="hl q" href="([^"]+)" data-item="{item.pk}"', content)
    assert mark is not None
    opened = officer.get(mark[1].replace("&amp;", "&").split("#")[0]).content.decode()
    assert f'<article class="ext on" id="item-{item.pk}"' in opened
    assert f'href="#src-{item.pk}"' in opened


def _steps(content: str) -> list[str]:
    return [url.replace("&amp;", "&") for url in re.findall(r'<a href="([^"]+)" data-step="-?1">', content)]


def test_the_marked_places_of_the_original_are_walked_by_links(officer, version):
    content = officer.get(_check(version, tab="targets")).content.decode()
    places = re.findall(r'data-item="(\d+)"[^>]*? data-place', content)
    assert f">共 {len(places)} 处</span>" in content
    assert len(places) > 8
    before, after = _steps(content)
    assert before == after
    assert after.endswith(f"item={places[0]}#src-{places[0]}")
    walked = []
    for _place in places:
        content = officer.get(after.split("#")[0]).content.decode()
        walked.append(after.rpartition("-")[2])
        before, after = _steps(content)
    assert walked == list(dict.fromkeys(places)) + [places[-1]] * (len(places) - len(set(places)))
    assert after.endswith(f"#src-{places[-1]}")
    assert before.endswith(f"#src-{places[-2]}")


def test_an_original_without_marks_has_nothing_to_walk(officer, office):
    version = draft(office)
    ExtractedItem.objects.filter(version=version).delete()
    content = officer.get(_check(version, tab="targets")).content.decode()
    assert 'id="original"' in content
    assert "下一处" not in content


def test_a_remark_of_the_reader_leads_to_its_place_in_the_original(officer, version):
    content = officer.get(_check(version, tab="checks")).content.decode()
    assert re.search(r'<a [^>]*href="#lint-1"[^>]* data-locate>', content)
    assert '<span id="lint-1"></span>' in content
    assert 'data-notices="lint-1"' in content


def test_a_remark_without_a_place_leads_nowhere(officer, office):
    found = document()
    found["lints"] = [{**found["lints"][0], "span": None}]
    content = officer.get(_check(draft(office, found=found), tab="checks")).content.decode()
    assert "任务3没有责任单位" in content
    assert "lint-1" not in content


def test_a_conflict_is_not_said_a_second_time_as_a_remark(officer, office):
    found = document()
    found["lints"] += [{**found["lints"][0], "code": "figures-differ", "message": "质押融资额又说一遍"}]
    content = officer.get(_check(draft(office, found=found), tab="checks")).content.decode()
    assert "质押融资额又说一遍" not in content
    assert re.search(r"余 1/2\b", content)  # one conflict and one remark


def test_the_button_counts_what_is_left_and_says_why(officer, version):
    content = officer.get(_check(version)).content.decode()
    # 14 items; 区科技局 and the office are known, 区工信局 and 各街道办事处 are not; one task has no unit
    assert "确认入库（余 17 处）" in content
    assert 'aria-disabled="true"' in content
    assert "还有 14 条未认定；2 个责任单位未对应；1 项任务未指派单位" in content


def test_confirming_leads_to_the_next_waiting_item(officer, version):
    reply = officer.post(_item_url("item_confirm", version, "t1"))
    assert reply.status_code == 302
    assert f"item={item_of(version, 't2').pk}" in reply["Location"]
    assert item_of(version, "t1").state == State.CONFIRMED


def test_only_waiting_hides_what_is_decided(officer, version):
    officer.post(_item_url("item_confirm", version, "t2"))
    content = officer.get(_check(version, tab="targets", waiting=1)).content.decode()
    assert f'id="item-{item_of(version, "t2").pk}"' not in content
    assert f'id="item-{item_of(version, "t1").pk}"' in content


def test_a_correction_is_entered_in_the_items_own_form(officer, version):
    item = item_of(version, "t4")
    content = officer.get(_check(version, tab="targets", item=item.pk, edit=1)).content.decode()
    assert 'value="新增专利密集型企业"' in content
    data = {
        "name": "专利密集型企业数",
        "unit": "家",
        "op": "+=",
        "value": "45",
        "year": "2030",
        "counting": "cumulative",
        "why": "核对底稿",
    }
    reply = officer.post(_item_url("item_correct", version, "t4"), data)
    assert reply.status_code == 302
    item.refresh_from_db()
    assert (item.state, item.reason, item.value["name"]) == (State.CORRECTED, "核对底稿", "专利密集型企业数")
    assert item.value["target"] == {"op": "+=", "year": 2030, "value": 45}
    assert (item.value["counting"], item.value["evidence"]) == ("cumulative", "新增专利密集型企业40家")
    assert item.reading["name"] == "新增专利密集型企业"


def test_a_wrong_correction_keeps_the_input_and_changes_nothing(officer, version):
    data = {"name": "专利密集型企业数", "op": ">=", "value": "", "counting": "stock"}
    reply = officer.post(_item_url("item_correct", version, "t4"), data)
    content = reply.content.decode()
    assert reply.status_code == 422
    assert 'value="专利密集型企业数"' in content
    assert "没有读出目标值" in content
    assert item_of(version, "t4").state == State.WAITING


@pytest.mark.parametrize(
    ("key", "data", "check"),
    [
        (
            "k3",
            {
                "kind": "task",
                "text": "推动开放许可。",
                "lead": "区科技局、区工信局",
                "deadline_kind": "by-date",
                "deadline_on": "2028-06-30",
            },
            {
                "lead": ["区科技局", "区工信局"],
                "deadline": {"text": "2028-06-30", "kind": "by-date", "date": "2028-06-30"},
            },
        ),
        (
            "b1",
            {"number": "一", "title": "护航工程", "items": "甲项\n乙项"},
            {"number": "一", "item_count": 2},
        ),
        ("m1", {"amount": "30", "unit": "万元", "per": "件"}, {"amount": 30, "unit": "万元"}),
        ("i1", {"verb": "修订", "title": "开放许可办法"}, {"verb": "修订", "title": "开放许可办法"}),
    ],
)
def test_each_kind_can_be_corrected(officer, version, key, data, check):
    assert officer.post(_item_url("item_correct", version, key), data).status_code == 302
    item = item_of(version, key)
    assert item.state == State.CORRECTED
    assert {name: item.value[name] for name in check} == check


def test_contradicting_units_are_refused_in_the_form(officer, version):
    data = {"kind": "task", "text": "甲", "lead": "区科技局", "joint": "区工信局", "deadline_kind": "none"}
    reply = officer.post(_item_url("item_correct", version, "k3"), data)
    assert reply.status_code == 422
    assert "共同负责单位请写到那两栏里" in reply.content.decode()
    assert item_of(version, "k3").state == State.WAITING


def test_a_rejection_without_reason_says_so_and_changes_nothing(officer, version):
    reply = officer.post(_item_url("item_reject", version, "t1"), {"reason": " "})
    assert reply.status_code == 422
    assert '<details class="ft" open>' in reply.content.decode()
    assert item_of(version, "t1").state == State.WAITING
    assert officer.post(_item_url("item_reject", version, "t1"), {"reason": "背景"}).status_code == 302
    assert item_of(version, "t1").state == State.REJECTED


def test_a_second_press_is_told_who_decided(officer, version):
    officer.post(_item_url("item_confirm", version, "t1"))
    reply = officer.post(_item_url("item_confirm", version, "t1"))
    assert reply.status_code == 409
    assert "已经由" in reply.content.decode()


def test_a_decision_is_taken_back(officer, version):
    officer.post(_item_url("item_confirm", version, "t1"))
    content = officer.get(_check(version, tab="targets", item=item_of(version, "t1").pk)).content.decode()
    assert "撤回认定" in content
    assert officer.post(_item_url("item_reopen", version, "t1")).status_code == 302
    assert item_of(version, "t1").state == State.WAITING


def test_a_referred_item_is_opened_and_decided_by_the_leader(officer, signed_in, person, office, version):
    boss = person(Role.OFFICE_LEADER, office)
    reply = officer.post(_item_url("item_refer", version, "t4"), {"to": boss.pk, "reason": "口径不明"})
    assert reply.status_code == 302
    leader = signed_in(Role.OFFICE_LEADER, office)
    landed = leader.get(_item_url("version_item", version, "t4"), follow=True)
    assert landed.status_code == 200
    assert "口径不明" in landed.content.decode()
    assert officer.post(_item_url("item_confirm", version, "t4")).status_code == 403
    assert leader.post(_item_url("item_confirm", version, "t4")).status_code == 302
    assert item_of(version, "t4").decided_by_id == boss.pk


def test_a_conflict_is_settled_with_a_choice_and_a_reason(officer, version):
    conflict = item_of(version, "c1")
    content = officer.get(_check(version, tab="checks", item=conflict.pk)).content.decode()
    assert content.count('name="chosen"') == 3
    assert "任务3没有责任单位" in content  # the reader's lint
    url = _item_url("item_settle", version, "c1")
    assert officer.post(url, {"chosen": "7", "reason": "理由"}).status_code == 422
    assert officer.post(url, {"chosen": "0"}).status_code == 422
    assert item_of(version, "c1").state == State.WAITING
    assert officer.post(url, {"chosen": "0", "reason": "以正文为准"}).status_code == 302
    settled = officer.get(_check(version, tab="checks", item=conflict.pk)).content.decode()
    assert "以此为准" in settled
    assert "以正文为准" in settled


def test_a_batch_confirms_the_tab_and_reports_how_many(officer, version):
    url = reverse("plan:version_confirm_batch", args=[version.pk])
    content = officer.post(url, {"tab": "targets", "least": "0.85"}, follow=True).content.decode()
    assert "已成批确认 3 条" in content
    assert set(ExtractedItem.objects.filter(state=State.CONFIRMED).values_list("key", flat=True)) == {
        "t1",
        "t2",
        "t3",
    }
    again = officer.post(url, {"tab": "targets", "least": "0.85"})
    assert again.status_code == 422
    assert "没有可以成批确认的条目" in again.content.decode()
    assert officer.post(url, {"tab": "targets", "least": "3"}).status_code == 422


def test_an_unknown_unit_is_mapped_and_becomes_an_alias(officer, unit, version):
    target = unit("云川区工业和信息化委员会")
    page = officer.get(_check(version, tab="units", name="区工信局")).content.decode()
    assert f'value="unit:{target.pk}"' in page
    url = reverse("plan:version_map", args=[version.pk])
    assert officer.post(url, {"printed": "区工信局", "body": ""}).status_code == 422
    assert officer.post(url, {"printed": "区工信局", "body": f"unit:{target.pk}"}).status_code == 302
    alias = UnitName.objects.get(unit=target, name="区工信局")
    assert alias.source == f"plan.planversion:{version.pk}"
    assert officer.post(url, {"printed": "没写过的局", "body": f"unit:{target.pk}"}).status_code == 422


def test_an_unknown_unit_is_registered_under_its_full_name(officer, version):
    url = reverse("plan:version_new_unit", args=[version.pk])
    data = {"printed": "区工信局", "name": "云川区工业和信息化局", "kind": "bureau"}
    assert officer.post(url, data).status_code == 302
    again = officer.post(url, data)
    assert again.status_code == 409
    assert "已有同名单位" in again.content.decode()


def test_a_name_for_several_units_becomes_a_collective(officer, unit, version):
    streets = [unit(f"云川区{name}街道办事处", "town") for name in ("东门", "西关")]
    url = reverse("plan:version_collective", args=[version.pk])
    data = {"printed": "各街道办事处", "kind": "all_of_kind"}
    assert officer.post(url, data).status_code == 422
    assert not Collective.objects.exists()
    assert officer.post(url, {**data, "members": [one.pk for one in streets]}).status_code == 302
    assert Collective.objects.get().memberships.count() == 2


def test_a_collective_without_members_is_asked_for_members_only(officer, unit, version):
    street = unit("云川区东门街道办事处", "town")
    towns = Collective.objects.create(name="各街道办事处", kind="other", source="test")
    towns.names.create(name="各街道办事处", key="各街道")
    page = officer.get(_check(version, tab="units", name="各街道办事处")).content.decode()
    assert 'id="all_members' in page
    assert 'id="all_kind"' not in page
    url = reverse("plan:version_collective", args=[version.pk])
    assert officer.post(url, {"printed": "各街道办事处"}).status_code == 422
    assert officer.post(url, {"printed": "各街道办事处", "members": [street.pk]}).status_code == 302
    towns.refresh_from_db()
    assert (towns.kind, towns.memberships.count()) == ("other", 1)


def _line(page: str, printed: str) -> str:
    """The sign of the fields of one name in the form for all unknown names."""
    found = re.search(rf'name="how_([0-9a-f]+)"[^>]* aria-label="“{printed}”是什么"', page)
    assert found is not None, printed
    return found[1]


def test_all_unknown_names_are_registered_with_one_form(officer, unit, version):
    unit("云川区东门街道办事处", "town")
    page = officer.get(_check(version, tab="units")).content.decode()
    industry, towns = _line(page, "区工信局"), _line(page, "各街道办事处")
    # what the form proposes: a new unit under its full name, and all towns
    assert re.search(rf'name="name_{industry}" value="云川区工信局"', page)
    assert '<option value="new:bureau" selected>' in page
    assert '<option value="all:town" selected>' in page
    url = reverse("plan:version_register_names", args=[version.pk])
    data = {
        f"how_{industry}": "new:bureau",
        f"name_{industry}": "云川区工业和信息化局",
        f"how_{towns}": "all:town",
    }
    reply = officer.post(url, data, follow=True)
    assert reply.status_code == 200
    content = reply.content.decode()
    assert "已登记并对应 2 个写法。" in content
    assert 'id="register-names"' not in content
    assert UnitName.objects.filter(unit__name="云川区工业和信息化局", name="区工信局").exists()
    assert Collective.objects.get().memberships.count() == 1


def test_a_refused_name_says_why_beside_it_and_keeps_the_input(officer, office, version):
    page = officer.get(_check(version, tab="units")).content.decode()
    industry, towns = _line(page, "区工信局"), _line(page, "各街道办事处")
    before = UnitName.objects.count()
    data = {
        f"how_{industry}": "new:bureau",
        f"name_{industry}": office.name,
        f"how_{towns}": "new:town",
        f"name_{towns}": "东门街道办事处",
    }
    reply = officer.post(reverse("plan:version_register_names", args=[version.pk]), data)
    content = reply.content.decode()
    assert reply.status_code == 422
    assert "1 个写法不能这样登记，其余的也都没有改动。" in content
    assert f'<a href="#names_how_{industry}">区工信局：已有同名单位：{office.name}。</a>' in content
    assert f'value="{office.name}"' in content
    assert 'value="东门街道办事处"' in content
    assert UnitName.objects.count() == before


def test_skipping_every_name_changes_nothing_and_says_so(officer, version):
    reply = officer.post(reverse("plan:version_register_names", args=[version.pk]), {})
    assert reply.status_code == 422
    assert "没有要登记的写法" in reply.content.decode()


def test_a_choice_that_is_not_offered_is_refused(officer, version):
    page = officer.get(_check(version, tab="units")).content.decode()
    data = {f"how_{_line(page, '区工信局')}": "unit:999999"}
    assert officer.post(reverse("plan:version_register_names", args=[version.pk]), data).status_code == 422


def test_a_reader_who_may_not_map_sees_the_names_without_the_form(signed_in, office, version):
    page = signed_in(Role.OFFICE_LEADER, office).get(_check(version, tab="units")).content.decode()
    assert "区工信局" in page
    assert "register-names" not in page


def test_tasks_without_units_are_assigned_together(officer, office, version):
    url = reverse("plan:version_assign", args=[version.pk])
    task = item_of(version, "k3")
    line = {"unit_0": office.pk, "role_0": "lead"}
    assert officer.post(url, line).status_code == 422  # no task ticked
    assert officer.post(url, {**line, "role_0": "participant", "task": [task.pk]}).status_code == 422
    assert (
        officer.post(url, {**line, "task": [item_of(version, "k1").pk]}).status_code == 422
    )  # prints its own
    assert officer.post(url, {"unit_0": 999999, "role_0": "lead", "task": [task.pk]}).status_code == 422
    assert "assigned" not in item_of(version, "k3").value
    assert officer.post(url, {**line, "task": [task.pk]}).status_code == 302
    assert item_of(version, "k3").value["assigned"] == [{"unit": office.pk, "role": "lead"}]


def test_a_draft_that_is_not_ready_is_not_brought_into_force(officer, version):
    reply = officer.post(reverse("plan:version_force", args=[version.pk]))
    assert reply.status_code == 409
    assert "还不能入库" in reply.content.decode()
    assert not Task.objects.exists()


def test_htmx_gets_the_extraction_without_the_original(officer, version):
    content = officer.get(_check(version, tab="tasks"), headers={"HX-Request": "true"}).content.decode()
    assert 'id="extracted"' in content
    assert 'id="original"' not in content


def test_the_confirm_page_takes_a_fixed_number_of_queries(officer, version, django_assert_max_num_queries):
    for tab in ("targets", "units", "checks"):
        with django_assert_max_num_queries(22):
            officer.get(_check(version, tab=tab))


def test_an_abandoned_version_can_be_read_but_not_changed(officer, version, system, now):
    page = officer.get(reverse("plan:version_abandon", args=[version.pk]))
    assert "放弃第 1 版" in page.content.decode()
    abandon_version(version, reason="换稿", by=system, at=now)
    assert "确认此条" not in officer.get(_check(version, tab="targets")).content.decode()
    assert officer.post(_item_url("item_confirm", version, "t1")).status_code == 409


def test_a_traditional_original_says_so(officer, office):
    version = draft(office)
    version.script = "hant"
    version.save()
    assert '<article class="doc" lang="zh-Hant">' in officer.get(_check(version)).content.decode()


PLAN_TEXT = TEXT.encode()


def _upload(name: str = "计划.txt", content: bytes = PLAN_TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_an_uploaded_document_leads_to_its_confirm_page(officer):
    reply = officer.post(reverse("plan:plan_import"), {"file": _upload()})
    version = PlanVersion.objects.get()
    assert reply.status_code == 302
    assert reply["Location"] == reverse("plan:version_check", args=[version.pk])
    assert (version.state, version.file_name) == (PlanVersion.State.DRAFT, "计划.txt")
    assert ExtractedItem.objects.filter(version=version).count() > 0
    assert officer.get(reply["Location"]).status_code == 200


def test_the_same_bytes_are_not_imported_twice_unless_asked(officer):
    url = reverse("plan:plan_import")
    officer.post(url, {"file": _upload()})
    again = officer.post(url, {"file": _upload("另一个名字.txt")})
    version = PlanVersion.objects.get()
    assert again.status_code == 409
    assert reverse("plan:version", args=[version.pk]) in again.content.decode()
    assert officer.post(url, {"file": _upload(), "again": "on"}).status_code == 302
    assert Plan.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.txt", b""),
        ("程序.txt", b"MZ\x90\x00"),
        ("乱.pdf", b"\x00\x01\x02\x03" * 40),
        ("假.docx", b"PK\x03\x04xx"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_nothing(officer, name, content):
    from zhichan.core.files.models import StoredFile

    reply = officer.post(reverse("plan:plan_import"), {"file": _upload(name, content)})
    assert reply.status_code == 422
    assert 'class="msg"' in reply.content.decode()
    assert not Plan.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("name", ["plan:version_check", "plan:version", "plan:version_file"])
@pytest.mark.parametrize("role", Role)
def test_drafts_are_the_offices_own(signed_in, office, version, name, role):
    reply = signed_in(role, office).get(reverse(name, args=[version.pk]))
    if role in (Role.PLAN_OFFICER, Role.OFFICE_LEADER):
        assert reply.status_code in (200, 302, 404 if name == "plan:version_file" else 200)
    else:
        assert reply.status_code == 404


@pytest.mark.parametrize("name", ["plan_import", "plan_enter", "ledger", "ledger_empty"])
@pytest.mark.parametrize("role", Role)
def test_only_plan_officers_bring_plans_in(signed_in, office, name, role):
    reply = signed_in(role, office).get(reverse(f"plan:{name}"))
    assert reply.status_code == (200 if role is Role.PLAN_OFFICER else 403)


def test_nobody_known_is_sent_to_sign_in(client, version):
    for name, args in (("plans", []), ("plan_import", []), ("version_check", [version.pk])):
        assert client.get(reverse(f"plan:{name}", args=args)).status_code == 302


def test_the_documents_sample_has_its_evidence():
    for found in document()["targets"]:
        start, end = found["span"]
        assert TEXT[start:end] == found["evidence"]
