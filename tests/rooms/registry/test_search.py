"""Patents are found as the register has them: after imports, undos, changes, crashes, and a lost index."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import time
from datetime import date
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from tests.core.upkeep.sites import new_site as new_site
from tests.core.upkeep.sites import site_factory as site_factory
from tests.core.upkeep.sites import template_site as template_site
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.registers.actions import Entry, change_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.search.asking import Question, ask, count_of
from zhichan.core.search.collection import EVERYTHING
from zhichan.core.search.index import IndexMissing
from zhichan.core.search.indexing import (
    bring_up_to_date,
    index,
    index_folder,
    is_current,
    is_sound,
    searcher_of,
    waiting,
)
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.models import SearchChange, SearchState
from zhichan.core.search.outbox import note
from zhichan.core.search.tree import Everything, Term
from zhichan.rooms.registry.collections import PATENT_COLLECTION
from zhichan.rooms.registry.models import Party, Patent
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS

from .files import csv_of, number, row
from .taking import JUNE, MAY, take_in

KILLS = 50


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def found(line: str, actor=None) -> list[str]:
    """The titles of what a line finds, in their order, after the index was brought up to date."""
    bring_up_to_date(wait=True)
    answer = ask(Question("patent", line), actor or system_actor("test"))
    assert answer.count == len(answer.hits)
    return [hit.title for hit in answer.hits]


def is_as_the_database() -> None:
    """The index holds exactly what the register shows, each with its present title."""
    searcher = searcher_of(PATENT_COLLECTION)
    shown = dict(Patent.objects.filter(is_shown=True).values_list("pk", "title"))
    ids = searcher.ids(Everything(), EVERYTHING)
    assert sorted(ids) == sorted(shown)
    by_title: dict[str, set[int]] = {}
    for pk, title in shown.items():
        by_title.setdefault(title, set()).add(pk)
    for title, pks in by_title.items():
        assert set(searcher.ids(Term(("title",), title, begins=True, ends=True), EVERYTHING)) == pks


@pytest.mark.django_db
def test_an_import_its_undo_and_a_change_by_hand_are_found(officer) -> None:
    batch = take_in(csv_of([row(1, 专利名称="焊接钢管热处理装置")]), officer)
    take_in(csv_of([row(2, 专利名称="锂离子电池隔膜", 申请人="云川示例电池有限公司")]), officer)
    assert waiting() == 4, "two patents and the parties that hold them"
    assert found("TI=焊接") == ["焊接钢管热处理装置"]
    assert waiting() == 0
    patent = Patent.objects.get(title="锂离子电池隔膜")
    change_row(
        PATENTS, patent.pk, Entry({"title": "钠离子电池隔膜"}, date(2026, 5, 12), "来函"), by=officer, at=MAY
    )
    assert found("TI=锂离子") == []
    assert found("钠離子 AND 電池") == ["钠离子电池隔膜"]
    is_as_the_database()
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert found("TI=焊接 OR TI=电池") == ["钠离子电池隔膜"]
    is_as_the_database()


@pytest.mark.django_db
def test_fields_of_the_register_are_searched_by_their_codes(officer) -> None:
    take_in(csv_of([row(1, 专利名称="焊接钢管"), row(2, 专利名称="钢管焊缝")]), officer)
    one = Patent.objects.get(title="焊接钢管")
    for line in (
        f"AN={one.number}",
        f"AN={one.number[2:]}.{one.check_character}",
        f"申请号=({one.number}, CN200410012345)",
    ):
        assert found(line) == ["焊接钢管"], line
    day = one.filed_on
    assert found(f"AD={day:%Y-%m-%d} AND TI=焊接") == ["焊接钢管"]
    assert found(f"AD>{day:%Y-%m-%d} AND TI=焊接") == []
    assert set(found(f"IPC={one.ipc_main[:4]}")) == {
        patent.title for patent in Patent.objects.filter(ipc_main__startswith=one.ipc_main[:4])
    }
    words = {one.get_status_display(), one.get_public_class_display()}
    assert all("焊接钢管" in found(f"ST={word}") for word in words)
    assert "焊接钢管" in found(f"KD={one.get_kind_display()}")
    holder = one.holder
    assert "焊接钢管" in found(f'PA="{holder.name}"')


@pytest.mark.django_db
def test_a_wrong_check_character_in_a_list_is_told(officer) -> None:
    take_in(csv_of([row(1)]), officer)
    patent = Patent.objects.get()
    wrong = "0" if patent.check_character != "0" else "1"
    bring_up_to_date(wait=True)
    with pytest.raises(QueryError) as refused:
        ask(Question("patent", f"AN=({patent.number}, {patent.number[2:]}.{wrong})"), officer)
    assert "校验" in refused.value.message


@pytest.mark.django_db
def test_a_holder_renamed_is_found_under_the_new_name(officer) -> None:
    take_in(csv_of([row(1, 专利名称="焊接钢管")]), officer)
    party = Party.objects.get(pk=Patent.objects.get().holder_id)
    assert found(f'PA="{party.name}"') == ["焊接钢管"]
    change_row(
        PARTIES,
        party.pk,
        Entry({"name": "云川改名重工有限公司"}, date(2026, 5, 1), "来函"),
        by=officer,
        at=MAY,
    )
    assert found("PA=改名重工") == ["焊接钢管"]


@pytest.mark.django_db
def test_a_lost_or_broken_index_is_missing_and_builds_itself_anew(officer) -> None:
    take_in(csv_of([row(1, 专利名称="焊接钢管")]), officer)
    assert found("焊接") == ["焊接钢管"]
    shutil.rmtree(index_folder() / "patent")
    with pytest.raises(IndexMissing):
        searcher_of(PATENT_COLLECTION)
    assert not is_current(PATENT_COLLECTION)
    assert found("焊接") == ["焊接钢管"]
    state = SearchState.objects.get(collection="patent")
    folder = index().folder_of(PATENT_COLLECTION, state.generation)
    (folder / "zhichan.json").write_text('{"version": "another"}')
    assert found("焊接") == ["焊接钢管"]
    assert SearchState.objects.get(collection="patent").generation == state.generation + 1
    folder = index().folder_of(PATENT_COLLECTION, state.generation + 1)
    (folder / "meta.json").write_text('{"broken')
    with pytest.raises(IndexMissing):
        searcher_of(PATENT_COLLECTION)
    assert found("焊接") == ["焊接钢管"]
    for file in index().folder_of(PATENT_COLLECTION, state.generation + 2).glob("*.term"):
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert not is_sound(PATENT_COLLECTION)
    assert not is_current(PATENT_COLLECTION)
    assert found("焊接") == ["焊接钢管"]
    assert is_sound(PATENT_COLLECTION)


@pytest.mark.django_db
def test_the_index_of_an_earlier_day_is_not_taken_for_todays(officer) -> None:
    """As when the folder comes from an older copy: what it does not know nobody notes again."""
    take_in(csv_of([row(1, 专利名称="焊接钢管")]), officer)
    assert found("焊接") == ["焊接钢管"]
    kept = index_folder().with_name("kept")
    shutil.copytree(index_folder(), kept)
    take_in(csv_of([row(2, 专利名称="焊接接头")]), officer)
    assert len(found("焊接")) == 2
    shutil.rmtree(index_folder())
    shutil.move(kept, index_folder())
    assert len(found("焊接")) == 2
    is_as_the_database()


@pytest.mark.django_db
def test_who_may_not_see_patents_finds_none(officer, actor, office) -> None:
    take_in(csv_of([row(1, 专利名称="焊接钢管")]), officer)
    bring_up_to_date(wait=True)
    firm = actor(Role.FIRM_USER, office)
    assert count_of(Question("patent", "焊接"), firm)[0] == 0
    answer = ask(Question("patent", "焊接"), firm)
    assert (answer.count, list(answer.hits)) == (0, [])
    assert all(not facet.counts for facet in answer.facets)


def test_kill_in_the_midst_of_commits_leaves_an_index_that_becomes_the_database(new_site) -> None:
    """Fifty times: a process changes patents and takes the changes in, and is killed at any moment."""
    site, chance = new_site(), random.Random(20261130)
    with site.here():
        by = system_actor("test")
        Patent.objects.bulk_create(
            Patent(
                number=f"CN2020{number:08d}",
                kind="invention",
                title=f"第{number}件",
                status="FILED",
                public_class="pending",
                known_at=MAY,
                source="测试",
            )
            for number in range(60)
        )
        assert bring_up_to_date(wait=True) == 0
        assert by
    for life in range(KILLS):
        child = os.fork()
        if child == 0:
            _change_and_index(site, life)
        time.sleep(chance.uniform(0.02, 0.25))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with site.here():
            assert bring_up_to_date(wait=True) is not None
            assert not SearchChange.objects.exists()
            is_as_the_database()
    with site.here():
        assert Patent.objects.exclude(title__startswith="第").exists(), "no life came to change anything"


def _change_and_index(site, life: int) -> None:
    """In the child: until it is killed. It must leave nothing of the parent's behind."""
    from django.db import transaction

    try:
        with site.here():
            ids = list(Patent.objects.values_list("pk", flat=True))
            for turn in range(10**6):
                chosen = random.Random(turn).sample(ids, 20)
                with transaction.atomic():
                    Patent.objects.filter(pk__in=chosen).update(
                        title=f"生{life}轮{turn}", is_shown=turn % 5 > 0
                    )
                    Patent.objects.exclude(pk__in=chosen).update(is_shown=True)
                    note(PATENTS.name, ids)
                bring_up_to_date(wait=True)
    finally:
        os._exit(1)


@pytest.mark.django_db
def test_texts_of_files_are_searched_while_their_batch_stands(officer) -> None:
    headings = ("申请号", "专利名称", "摘要", "权利要求书")
    first = {
        "申请号": number(1),
        "专利名称": "隔膜",
        "摘要": "一种陶瓷涂层的隔膜。",
        "权利要求书": "1.一种隔膜",
    }
    take_in(csv_of([{**first, "摘要": ""}], headings), officer)
    later = take_in(csv_of([first], headings), officer, MAY)
    assert found("AB=陶瓷 AND CLM=一种隔膜") == ["隔膜"]
    assert found("陶瓷 5W 隔膜") == ["隔膜"]
    assert found("TAC=涂层 NOT DES=涂层") == ["隔膜"]
    undo_batch(later.pk, by=officer, at=JUNE)
    assert found("AB=陶瓷") == []
    assert found("TI=隔膜") == ["隔膜"]


@pytest.fixture
def browser(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


@pytest.mark.django_db
def test_the_page_finds_narrows_and_turns_pages(officer, browser) -> None:
    rows = [
        row(serial, 专利名称=f"焊接钢管{serial}", 申请日=f"2021-03-{serial % 28 + 1:02d}")
        for serial in range(1, 46)
    ]
    take_in(csv_of(rows), officer)
    bring_up_to_date(wait=True)
    page = browser.get("/search/", {"q": "TI=焊接"})
    assert page.status_code == 200
    html = page.content.decode()
    assert "<h2>45 件</h2>" in html
    assert html.count('class="hit" data-hit=') == 20
    assert '<mark class="m1">焊接</mark>钢管' in html
    walked: list[str] = []
    address = "/search/?q=TI%3D%E7%84%8A%E6%8E%A5"
    while address:
        html = browser.get(address).content.decode()
        walked += re.findall(r"</mark>钢管(\d+)</a>", html)
        following = re.search(r'<a class="end" href="([^"]+)">下一页', html)
        address = urljoin("/search/", following[1].replace("&amp;", "&")) if following else ""
    assert len(walked) == len(set(walked)) == 45
    narrowed = browser.get("/search/", {"q": "TI=焊接", "f": ["public_class:in_force", "filed_on:2021"]})
    assert "<h2>45 件</h2>" in narrowed.content.decode()
    none = browser.get("/search/", {"q": "TI=焊接", "f": "filed_on:2020"}).content.decode()
    assert "<h2>0 件</h2>" in none
    assert "没有找到" in none


@pytest.mark.django_db
def test_rows_of_conditions_become_a_line_and_come_back_as_rows(officer, browser) -> None:
    take_in(csv_of([row(1, 专利名称="焊接钢管")]), officer)
    bring_up_to_date(wait=True)
    sent = {
        "build": "1",
        "b_joint": ["AND", "NOT", "AND"],
        "b_field": ["TI", "IPC", "AD"],
        "b_how": ["any", "is", "from"],
        "b_text": ["焊接 钢管", "H01M", "2020"],
    }
    answered = browser.get("/search/", sent)
    assert answered.status_code == 302
    query = parse_qs(urlsplit(answered.url).query)["q"][0]
    assert query == "TI=(焊接 OR 钢管) NOT IPC=H01M AND AD>=2020"
    html = browser.get(answered.url).content.decode()
    assert "<h2>1 件</h2>" in html
    assert 'value="焊接 钢管"' in html
    assert 'value="2020"' in html
    assert "不能用条件行表示" not in html
    assert "不能用条件行表示" in browser.get("/search/", {"q": "焊接 5W 钢管"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("TI=(焊接", "没有配对"),
        ("XX=焊接", "没有字段"),
        ("*", "不能单独使用"),
        ("AD=[2024 TO 2020]", "写反了"),
    ],
)
def test_what_cannot_be_read_is_shown_at_its_place(officer, browser, line: str, words: str) -> None:
    bring_up_to_date(wait=True)
    page = browser.get("/search/", {"q": line})
    assert page.status_code == 422
    html = page.content.decode()
    assert words in html
    assert 'role="alert"' in html
    assert "<mark>" in html


@pytest.mark.django_db
def test_without_an_index_the_page_says_so(browser) -> None:
    page = browser.get("/search/", {"q": "焊接"})
    assert page.status_code == 409
    for part in ("facets/", "facet/?field=applicants&"):
        answered = browser.get(f"/search/{part}{'' if '?' in part else '?'}q=电池")
        assert (answered.status_code, "现在还不能看" in answered.content.decode()) == (409, True)
    assert "正在建立" in page.content.decode()


@pytest.mark.django_db
def test_a_page_of_hits_asks_few_queries(officer, browser, django_assert_max_num_queries) -> None:
    take_in(csv_of([row(serial) for serial in range(1, 30)]), officer)
    bring_up_to_date(wait=True)
    browser.get("/search/", {"q": "装置"})
    with django_assert_max_num_queries(20):  # two of them keep the search under its set number
        browser.get("/search/", {"q": "装置"})
