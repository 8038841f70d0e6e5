"""Of two who change one entry or one watch at once the second is told what the first changed."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.everything import everything
from tests.rooms.registry.files import row
from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict
from zhichan.rooms.search.actions.alerts import WatchTerms, change_watch
from zhichan.rooms.search.actions.catalogue import NewTechnology, add_technology, change_technology
from zhichan.rooms.search.models import KeyTechnology

from .alerting import LONG_AGO, brought_in, watched
from .samples import some_patents, some_theme

pytestmark = pytest.mark.django_db
State = KeyTechnology.State


def at():
    return timezone.now()


@pytest.fixture
def entry(office, officer) -> KeyTechnology:
    return add_technology(NewTechnology("焊接", office.pk, "TI=焊接"), by=officer, at=at())


def form(entry: KeyTechnology, **changed: object) -> dict[str, object]:
    return {
        "name": entry.name, "unit": entry.owner_unit_id, "line": entry.line, "state": entry.state,
        "classes": entry.classes, "note": entry.note, "seen_revision": entry.revision, **changed,
    }  # fmt: skip


def test_the_later_save_of_an_entry_is_refused_with_what_changed(entry, browser, signed_in, office) -> None:
    address = f"/search/catalogue/{entry.pk}/edit/"
    assert 'name="seen_revision" value="0"' in browser.get(address).content.decode()
    assert browser.post(address, form(entry, state="done", note="已验收")).status_code == 302
    before = everything("search")
    late = signed_in(Role.OFFICE_LEADER, office).post(address, form(entry, classes="B23K37/00"))
    assert late.status_code == 422
    told = late.content.decode()
    assert "状态 待攻关 → 已突破，说明 — → 已验收" in told
    assert str(Role.PLAN_OFFICER.label) in told  # who did it
    assert everything("search") == before
    entry.refresh_from_db()
    assert (entry.state, entry.note, entry.classes, entry.revision) == (State.DONE, "已验收", "", 1)
    again = signed_in(Role.OFFICE_LEADER, office).post(address, form(entry, classes="B23K37/00"))
    assert again.status_code == 302


def test_the_page_of_an_entry_shows_its_history(entry, browser, officer, office, signed_in) -> None:
    new = NewTechnology("焊接", office.pk, "TI=焊接 AND TI=钢管", state=State.RUNNING)
    change_technology(entry.pk, new, by=officer, at=at(), seen=0)
    page = signed_in(Role.READ_ONLY_LEADER, office).get(f"/search/catalogue/{entry.pk}/").content.decode()
    assert "列入关键技术目录" in page
    assert "修改关键技术条目：状态 待攻关 → 攻关中，检索式 TI=焊接 → TI=焊接 AND TI=钢管" in page.replace(
        "&gt;", ">"
    )


def test_a_history_does_not_name_a_theme_that_not_everybody_sees(office, officer, signed_in) -> None:
    some_patents()
    secret = some_theme(officer, name="秘而不宣")
    entry = add_technology(NewTechnology("焊接", office.pk, "TI=焊接"), by=officer, at=at())
    change_technology(
        entry.pk, NewTechnology("焊接", office.pk, theme=secret.theme_id), by=officer, at=at(), seen=0
    )
    page = signed_in(Role.OFFICE_LEADER, office).get(f"/search/catalogue/{entry.pk}/").content.decode()
    assert "检索式 TI=焊接 → —，专题库" in page.replace("&gt;", ">")
    assert "秘而不宣" not in page


def test_the_later_save_of_a_watch_is_refused_with_what_changed(officer, leader, browser) -> None:
    brought_in(row(1, 专利名称="甲"))
    watch = watched("pledge", officer)
    address = f"/search/alerts/watches/{watch.pk}/edit/"
    assert 'name="seen_revision" value="0"' in browser.get(address).content.decode()
    change_watch(watch.pk, WatchTerms(LONG_AGO, is_mailed=True), by=leader, at=at(), seen=0)
    before = everything("search")
    late = browser.post(address, {"from_on": "2024-01-01", "seen_revision": "0"})
    assert late.status_code == 422
    assert "同时发邮件 否 → 是" in late.content.decode()
    with pytest.raises(Conflict):
        change_watch(watch.pk, WatchTerms(LONG_AGO), by=officer, at=at(), seen=0)
    assert everything("search") == before
    assert browser.post(address, {"from_on": "2024-01-01", "seen_revision": "1"}).status_code == 302
