"""Cross tables are kept under a name, opened again with the data of the day, shared and deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from zhichan.rooms.registry.actions.saved_statistics import NamedStatistic, delete_statistic, save_statistic
from zhichan.rooms.registry.models import SavedStatistic
from zhichan.rooms.registry.queries.saved_statistics import statistics_visible_to

from .files import csv_of, row
from .test_imports import FEB, take_in

pytestmark = pytest.mark.django_db
PAGE = reverse("registry:statistics")
OWN = NamedStatistic("分镇有效专利", "in_force", "town", "granted", kind="invention", show="share")


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def reader(actor, office):
    return actor(Role.READ_ONLY_LEADER, office)


def kept() -> list:
    return list(SavedStatistic.objects.order_by("pk").values_list())


def test_own_tables_are_seen_by_oneself_and_shared_ones_by_all(officer, reader):
    own = save_statistic(OWN, by=officer, at=FEB)
    shared = save_statistic(replace(OWN, name="全局的", is_shared=True), by=officer, at=FEB)
    assert set(statistics_visible_to(officer)) == {own, shared}
    assert set(statistics_visible_to(reader)) == {shared}
    save_statistic(OWN, by=reader, at=FEB)
    assert statistics_visible_to(reader).count() == 2


def test_what_is_no_table_or_has_no_name_is_refused_and_nothing_kept(officer):
    save_statistic(OWN, by=officer, at=FEB)
    before = kept()
    with pytest.raises(Conflict, match="您已有名为"):
        save_statistic(replace(OWN, name=" 分镇有效专利 "), by=officer, at=FEB)
    wrong = [
        {"name": " "},
        {"name": "长" * 61},
        {"name": "甲", "subject": "nothing"},
        {"name": "甲", "rows": "nothing"},
        {"name": "甲", "columns": ""},
        {"name": "甲", "kind": "nothing"},
        {"name": "甲", "region": "云川"},
        {"name": "甲", "show": "nothing"},
    ]
    for changed in wrong:
        with pytest.raises(InvalidInput):
            save_statistic(replace(OWN, **changed), by=officer, at=FEB)
    assert kept() == before


def test_sharing_and_deleting_need_the_right(officer, reader, actor, office):
    with pytest.raises(NotAllowed):
        save_statistic(replace(OWN, is_shared=True), by=reader, at=FEB)
    own = save_statistic(OWN, by=officer, at=FEB)
    shared = save_statistic(replace(OWN, name="全局的", is_shared=True), by=officer, at=FEB)
    before = kept()
    with pytest.raises(NotFound):
        delete_statistic(own.pk, by=reader, at=FEB)
    with pytest.raises(NotAllowed):
        delete_statistic(shared.pk, by=reader, at=FEB)
    assert kept() == before
    delete_statistic(shared.pk, by=actor(Role.OFFICE_LEADER, office), at=FEB)
    delete_statistic(own.pk, by=officer, at=FEB)
    assert kept() == []


def test_a_kept_table_opens_with_the_data_of_the_day(officer, signed_in, office):
    client = signed_in(Role.PLAN_OFFICER, office)
    page = client.get(f"{PAGE}?what=filed&rows=kind&columns=filed&show=share").content.decode()
    assert "把现在这张存为" in page
    given = {"what": "filed", "rows": "kind", "columns": "filed", "region": "", "kind": "", "show": "share"}
    saved = client.post(f"{PAGE}saved/", {**given, "name": "申请趋势", "is_shared": "on"}, follow=True)
    address = saved.redirect_chain[-1][0]
    assert "on=" not in address
    assert "已存为“申请趋势”。" in saved.content.decode()
    assert "这个条件下没有专利" in saved.content.decode()
    take_in(csv_of([row(1), row(2)]), officer, FEB)
    page = client.get(address).content.decode()
    assert "这个条件下没有专利" not in page
    assert '<option value="share" selected>' in page
    reader = signed_in(Role.READ_ONLY_LEADER, office)
    shown = reader.get(PAGE).content.decode()
    assert "申请趋势" in shown
    assert "删除“申请趋势”" not in shown
    assert 'name="is_shared"' not in shown
    again = client.post(f"{PAGE}saved/", {**given, "name": "申请趋势"}, follow=True)
    assert "您已有名为“申请趋势”的统计表。" in again.content.decode()
    assert "what=filed" in again.redirect_chain[-1][0]
    pk = SavedStatistic.objects.get().pk
    assert reader.post(f"{PAGE}saved/{pk}/delete/").status_code == 403
    client.post(f"{PAGE}saved/{pk}/delete/")
    assert not SavedStatistic.objects.exists()
    assert client.post(f"{PAGE}saved/{pk}/delete/").status_code == 404
