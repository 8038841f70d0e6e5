"""The pages of warnings, and the mails that tell of them."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from tests.everything import everything
from tests.rooms.plan.samples import make_plan, make_task
from tests.rooms.registry.files import row
from tests.rooms.registry.taking import take_in
from tests.rooms.registry.test_trademark_imports import marks
from zhichan.core.access.roles import Role
from zhichan.core.errors import NotAllowed
from zhichan.core.people.models import Person
from zhichan.core.registers.actions.withdraw import withdraw_event
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.models import TrademarkItem
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions.alerts import WatchTerms, change_watch, end_watch
from zhichan.rooms.search.mailing import letter_of, mail_digests
from zhichan.rooms.search.models import AlertCard, AlertWatch, Digest

from .alerting import BY, LONG_AGO, US, brought_in, found, happened, party, watched
from .finding import raw
from .mailbox import mailbox as mailbox
from .samples import some_patents, some_theme
from .test_alert_kinds import MARK, OURS

pytestmark = pytest.mark.django_db


@pytest.fixture
def searched() -> tuple[str, ...]:
    return ("patent", "trademark")


def test_the_pages_show_the_reasons_and_take_what_was_done(signed_in, office) -> None:
    brought_in(row(1, 专利名称="甲"))
    client, reader = signed_in(Role.PLAN_OFFICER, office), signed_in(Role.READ_ONLY_LEADER, office)
    task = make_task(make_plan(office), {office: "lead"})
    assert "还没有预警设置" in raw(client.get("/search/alerts/watches/"))
    form = {"kind": "pledge", "party": US, "from_on": "2020-01-01", "task": str(task.pk)}
    address = "/search/alerts/watches/new/"
    assert US not in raw(client.get(address))
    assert f'value="{US}"' in raw(client.get(address, {"party": party()}))
    assert client.get(address, {"party": "9" * 11}).status_code == 404
    assert client.get(address, {"party": "甲\x00"}).status_code == 200
    for wrong in ({"party": ""}, {"party": "没有这家"}, {"from_on": "x"}, {"kind": "x"}, {"list": "7"}):
        refused = client.post(address, form | wrong)
        assert refused.status_code == 422, wrong
        if "party" in wrong:
            assert re.search(r'<div class="call bad.*<a href="#id_party">组织或个人：', raw(refused)), wrong
    assert client.post(address, form).status_code == 302
    assert client.post(address, form).status_code == 422
    assert US in raw(client.get("/search/alerts/watches/"))
    assert "没有预警" in raw(client.get("/search/alerts/"))
    happened("甲", "PLEDGED")
    assert len(found()) == 1
    card = AlertCard.objects.get()
    for who in (client, reader):
        page = raw(who.get("/search/alerts/", {"kind": "pledge", "task": task.pk}))
        assert f"/search/alerts/{card.pk}/" in page
        page = raw(who.get(f"/search/alerts/{card.pk}/"))
        for words in (
            "登记了质押",
            "质押 ",
            "2024-05-01",
            US,
            str(task),
            f"patent/{card.record_id}/#timeline",
        ):
            assert words in page
    assert "没有预警" in raw(client.get("/search/alerts/", {"kind": "lapse"}))
    assert reader.post(f"/search/alerts/{card.pk}/", {"note": "x"}).status_code == 403
    assert client.post(f"/search/alerts/{card.pk}/see/").status_code == 302
    assert client.post(f"/search/alerts/{card.pk}/", {"note": ""}).status_code == 422
    sent = {"note": "已联系", "task": str(task.pk)}
    assert client.post(f"/search/alerts/{card.pk}/", sent).status_code == 302
    card.refresh_from_db()
    assert (card.state, card.note, card.task_id) == ("handled", "已联系", task.pk)
    assert f"/search/alerts/?task={task.pk}" in raw(client.get(f"/plan/tasks/{task.pk}/history/"))
    withdraw_event(PATENTS, card.record_id, card.event_id, reason="登错", by=BY, at=timezone.now())
    assert "不再成立" in raw(client.get(f"/search/alerts/{card.pk}/"))
    assert "已撤回" in raw(client.get("/search/alerts/"))
    assert client.post(f"/search/alerts/watches/{card.watch_id}/end/").status_code == 302
    assert "已停止" in raw(client.get("/search/alerts/watches/"))
    for bad in ({"after": "9" * 30}, {"task": "x"}, {"state": "x"}, {"kind": "\x00"}):
        assert client.get("/search/alerts/", bad).status_code == 200


def test_the_score_of_a_close_mark_opens_the_two_beside_each_other(signed_in, officer, office) -> None:
    own = {**OURS, "商标名称": "大白兔", "注册号": "第90000001号"}
    take_in(marks(own), BY, timezone.now())
    watched("close_mark", officer)
    new = [
        {**MARK, "商标名称": title, "注册号": f"第9000001{n}号"}
        for n, title in enumerate(("太白兔", "大白兔奶糖"))
    ]
    take_in(marks(*new), BY, timezone.now())
    assert found() == [("close_mark", "太白兔"), ("close_mark", "大白兔奶糖")]
    bring_up_to_date(wait=True)
    client = signed_in(Role.PLAN_OFFICER, office)
    for card in AlertCard.objects.all():
        page = raw(client.get(f"/search/alerts/{card.pk}/"))
        [address] = re.findall(r'href="(/search/marks/[^"]+)">\d+ 分', page)
        asked = parse_qs(urlsplit(unescape(address)).query)
        protected = TrademarkItem.objects.get(title="大白兔")
        other = str(card.record_id)
        assert asked == {"q": ["大白兔"], "class": ["09"], "mark": [str(protected.pk)], "beside": [other]}
        marks_page = raw(client.get(unescape(address)))
        assert "<h2>1 件近似</h2>" in marks_page
        assert f"/trademark/{other}/" in marks_page
        assert f">{card.facts['score']}<" in marks_page
        assert 'class="mbars"' in marks_page
    assert client.get("/search/marks/", {"q": "大白兔", "beside": "x"}).status_code == 422


def test_a_class_is_watched_by_the_form(signed_in, office) -> None:
    client, address = signed_in(Role.PLAN_OFFICER, office), "/search/alerts/watches/new/"
    assert 'value="B23K"' in raw(client.get(address, {"ipc": "B23K"}))
    form = {"kind": "field_filing", "from_on": "2020-01-01"}
    for wrong, place in (({"ipc": "焊接"}, "ipc"), ({"ipc": "B23K", "nice": "09"}, "party"), ({}, "party")):
        refused = client.post(address, form | wrong)
        assert refused.status_code == 422, wrong
        assert f'href="#id_{place}"' in raw(refused), wrong
    for given in ({"ipc": "b23k 37"}, {"nice": "09"}):
        assert client.post(address, form | given).status_code == 302
    page = raw(client.get("/search/alerts/watches/"))
    assert ("B23K37" in page, "第9类" in page, "专利分类号" in page) == (True, True, True)
    assert "检索式现在找到的" in page
    for watch in AlertWatch.objects.all():
        assert client.get(f"/search/alerts/watches/{watch.pk}/edit/").status_code == 200


def test_a_watch_is_changed_by_who_may_keep_it_and_by_nobody_else(signed_in, office, officer) -> None:
    some_patents()
    theme = some_theme(officer).theme_id
    task = make_task(make_plan(office), {office: "lead"})
    watch, other = watched("core_loss", officer), watched("pledge", officer)
    client = signed_in(Role.PLAN_OFFICER, office)
    reader = signed_in(Role.READ_ONLY_LEADER, office)
    address, of_other = (f"/search/alerts/watches/{one.pk}/edit/" for one in (watch, other))
    assert address in raw(client.get("/search/alerts/watches/"))
    assert "/edit/" not in raw(reader.get("/search/alerts/watches/"))
    assert 'name="core"' in raw(client.get(address))
    assert 'name="core"' not in raw(client.get(of_other))
    form = {"from_on": "2024-01-01", "task": str(task.pk), "is_mailed": "on"}
    before = everything("search")
    for wrong in ({"from_on": "2199-01-01"}, {"from_on": ""}, {"task": "x"}, {"core": "x"}):
        assert client.post(address, form | wrong).status_code == 422, wrong
    assert reader.get(address).status_code == reader.post(address, form).status_code == 403
    assert client.post("/search/alerts/watches/99/edit/", form).status_code == 404
    assert everything("search") == before
    assert client.post(of_other, form | {"core": str(theme)}).status_code == 302
    other.refresh_from_db()
    assert (other.core, other.task_id, other.is_mailed) == (None, task.pk, True)
    themed = change_watch(watch.pk, WatchTerms(LONG_AGO, core_id=theme), by=officer, at=timezone.now())
    assert (themed.core_id, themed.task_id, themed.is_mailed) == (theme, None, False)
    ended = end_watch(watch.pk, by=officer, at=timezone.now())
    assert "已经停止" in raw(client.post(f"/search/alerts/watches/{ended.pk}/edit/", form))
    watch.refresh_from_db()
    assert (watch.core_id, watch.from_on) == (theme, LONG_AGO)


def test_a_warning_goes_by_mail_to_who_asked_for_it_without_what_they_may_not_see(officer, mailbox) -> None:
    Person.objects.filter(pk=officer.id).update(email="shili@example.invalid")
    brought_in(row(1, 专利名称="甲"))
    watched("pledge", officer, is_mailed=True)
    happened("甲", "PLEDGED")
    assert len(found()) == 1
    assert mail_digests(timezone.now()) == 1
    assert mail_digests(timezone.now()) == 0
    [sent] = mailbox.mails
    mail = message_from_bytes(sent, policy=policy.default)
    assert mail["To"] == "shili@example.invalid"
    assert "预警：1 条" in mail.get_content()
    assert "权利质押  质押" in mail.get_content()
    Person.objects.get(pk=officer.id).posts.all().delete()
    letter = letter_of(Digest.objects.get(), timezone.now())
    assert letter.count == 0
    assert "权利质押" not in "".join(letter.lines)


def test_without_being_asked_for_no_mail_is_sent(officer, mailbox) -> None:
    Person.objects.filter(pk=officer.id).update(email="shili@example.invalid")
    brought_in(row(1, 专利名称="甲"))
    watched("pledge", officer)
    happened("甲", "PLEDGED")
    assert len(found()) == 1
    assert mail_digests(timezone.now()) == 0
    assert not Digest.objects.get().is_mailed


def test_a_watch_is_ended_after_asking_back_and_never_by_another_unit(
    signed_in, actor, unit, office, officer
) -> None:
    """A contact of another unit sees the office's watch and reads it; the office's colleagues end it."""
    brought_in(row(1, 专利名称="甲"))
    watch = watched("pledge", officer)
    assert watch.owner_unit == office
    bureau = unit("云川区科技局")
    stranger, colleague = signed_in(Role.UNIT_CONTACT, bureau), signed_in(Role.CASE_OFFICER, office)
    edit, end = (f"/search/alerts/watches/{watch.pk}/{what}/" for what in ("edit", "end"))
    page = raw(stranger.get("/search/alerts/watches/"))
    assert US in page
    assert end not in page
    assert edit not in page
    before = everything("search")
    for address in (edit, end):
        refused = stranger.get(address)
        assert refused.status_code == stranger.post(address, {"from_on": "2024-01-01"}).status_code == 403
        assert "只有设置人、设置单位的同事和规划专员" in raw(refused)
    for act in (
        lambda by: end_watch(watch.pk, by=by, at=timezone.now()),
        lambda by: change_watch(watch.pk, WatchTerms(LONG_AGO), by=by, at=timezone.now()),
    ):
        with pytest.raises(NotAllowed):
            act(actor(Role.UNIT_CONTACT, bureau))
    page = raw(colleague.get("/search/alerts/watches/"))
    assert f'href="{end}"' in page
    assert "不再通知" in raw(colleague.get(end))
    assert everything("search") == before
    assert colleague.post(end).status_code == 302
    watch.refresh_from_db()
    assert watch.ended_at is not None
    assert "已经停止" in raw(colleague.post(end))


def test_who_set_a_watch_ends_it_wherever_they_work_now(actor, unit, officer) -> None:
    brought_in(row(1, 专利名称="甲"))
    mover = actor(Role.UNIT_CONTACT, unit("云川区科技局"))
    mine, nobodys = watched("pledge", mover), watched("lapse", BY)
    AlertWatch.objects.update(owner_unit=unit("云川区教育局"))
    assert end_watch(mine.pk, by=mover, at=timezone.now()).ended_at is not None
    AlertWatch.objects.filter(pk=nobodys.pk).update(owner_unit=None)
    with pytest.raises(NotAllowed):
        end_watch(nobodys.pk, by=mover, at=timezone.now())
    assert end_watch(nobodys.pk, by=officer, at=timezone.now()).ended_at is not None


def test_tasks_are_offered_below_the_plans_they_belong_to(signed_in, office) -> None:
    for title in ("规划甲", "规划乙"):
        make_task(make_plan(office, title=title), {office: "lead"})
    page = raw(signed_in(Role.PLAN_OFFICER, office).get("/search/alerts/watches/new/"))
    assert [one in page for one in ('<optgroup label="规划甲">', '<optgroup label="规划乙">')] == [True, True]
