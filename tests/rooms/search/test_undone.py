"""Kept work over an import that was undone: what left the register is still told, and said to have left."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from tests.rooms.registry.files import number, row
from zhichan.core.imports.models import ImportBatch
from zhichan.core.people.queries import actor_of
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.search.asking import Question
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.collections import PATENT_COLLECTION
from zhichan.rooms.search.actions import navigation as acts
from zhichan.rooms.search.actions.saved_searches import NewSavedSearch, save_search
from zhichan.rooms.search.models import NavigationDataSet, NavigationProject, SavedSearch

from .finding import indexed, text

pytestmark = pytest.mark.django_db
YEARS = {1: "2019", 2: "2020", 3: "2021", 4: "2021"}


@pytest.fixture
def me(browser):
    return actor_of(browser.get("/search/").wsgi_request.user, timezone.localdate())


@pytest.fixture
def batch(officer) -> ImportBatch:
    """Four patents of the register, LED in capitals in their titles; their holder stays without them."""
    indexed([row(9, 专利名称="先有的装置")], officer)
    rows = [row(nth, 专利名称=f"焊接 LED（灯）{nth}", 申请日=f"{year}-03-18") for nth, year in YEARS.items()]
    return indexed(rows, officer)


def undone(batch: ImportBatch, by) -> None:
    undo_batch(batch.pk, by=by, at=timezone.now())
    bring_up_to_date(wait=True)


@pytest.fixture
def project(batch, me) -> NavigationProject:
    new = acts.NewProject("焊管导航", NavigationProject.Kind.INDUSTRY, "看清方向")
    return acts.make_project(new, by=me, at=timezone.now())


@pytest.fixture
def data(project, me) -> NavigationDataSet:
    return acts.ask_data_set(project.pk, "焊接", "TI=焊接", "", by=me, at=timezone.now())


def saved(by) -> SavedSearch:
    _said, wanted = Question("patent", "TI=焊接").nodes(PATENT_COLLECTION)
    return save_search(NewSavedSearch("焊接跟踪", "patent", "TI=焊接", (), wanted), by=by, at=timezone.now())


def test_a_saved_search_lists_what_left_by_number_and_title(browser, me, officer, batch) -> None:
    kept = saved(me)
    undone(batch, officer)
    page = text(browser.get(f"/search/saved/{kept.pk}/"))
    for nth in YEARS:
        assert f"焊接 LED（灯）{nth}" in page
        assert number(nth) in page
    assert page.count("不再在册") == len(YEARS)
    assert "这些件现在都不能显示" not in page


def test_a_data_set_and_its_figures_open_to_rows_that_left(browser, officer, batch, data) -> None:
    home = f"/search/data-sets/{data.pk}/"
    assert "不再在册" not in text(browser.get(home))
    undone(batch, officer)
    whole = text(browser.get(home))
    assert "<h2>4 件</h2>" in whole
    assert [one for one in YEARS if number(one) in whole] == list(YEARS)
    assert "有 4 件已不在登记册" in whole
    assert "换个检索式" not in whole
    figure = text(browser.get(home, {"q": "AD=2021"}))
    assert "<h2>2 件</h2>" in figure
    assert [one for one in YEARS if number(one) in figure] == [3, 4]
    assert re.search(r"焊接 LED（灯）3.{0,200}不再在册", figure, re.DOTALL)
    assert "云川示例机械有限公司" in figure
    assert "2021-03-18" in figure
