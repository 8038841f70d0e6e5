"""Hits merged by family: exact numbers, one of each group, the earliest filed of those that were found."""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin

import pytest
from django.db import connection

from tests.conftest import NOW
from tests.rooms.registry.files import row
from zhichan.core.access.roles import Role
from zhichan.core.search.asking import asking_of
from zhichan.core.search.grouping import group_chunks, group_count, group_page
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.core.search.outbox import note
from zhichan.rooms.registry.asked_numbers import application_shared
from zhichan.rooms.registry.collections import PATENT_COLLECTION
from zhichan.rooms.registry.identifiers.patent_publications import parse
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions.exports import NewExport, order_export
from zhichan.rooms.search.asked import Asked, question_of
from zhichan.rooms.search.jobs import write_export

from .finding import indexed
from .test_exports import content

pytestmark = pytest.mark.django_db


def drawn(chance: random.Random, count: int) -> list[dict[str, str]]:
    return [
        row(
            serial,
            专利名称=f"{chance.choice(('焊接', '电池'))}钢管{serial}",
            申请日=f"20{chance.randint(10, 24)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
        )
        for serial in range(1, count + 1)
    ]


@pytest.fixture
def families(officer) -> None:
    """130 patents: a third without a family, the others in families of up to a dozen."""
    chance = random.Random(20261130)
    indexed(drawn(chance, 130), officer)
    for patent in Patent.objects.all():
        family = chance.choice(("", f"F {chance.randint(1, 12)}", f"甲;{chance.randint(1, 9)}"))
        Patent.objects.filter(pk=patent.pk).update(family=family)
    note(PATENTS.name, list(Patent.objects.values_list("pk", flat=True)))
    bring_up_to_date(wait=True)


def expected(rows) -> dict[int, int]:
    """By a walk through the rows: who stands for each group, and how many others it has."""
    counted = Counter(one.family for one in rows)
    firsts: dict[str, Patent] = {}
    for one in sorted(rows, key=lambda one: (one.filed_on, one.pk)):
        firsts.setdefault(one.family or f"own {one.pk}", one)
    return {one.pk: counted[one.family] - 1 if one.family else 0 for one in firsts.values()}


@pytest.mark.parametrize("line", ["钢管", "TI=焊接", "TI=电池 AND AD>=2018", "TI=无此词"])
@pytest.mark.parametrize("order", ["", "filed_on"])
def test_groups_are_those_of_a_walk_through_the_rows(families, officer, line: str, order: str) -> None:
    asking = asking_of(question_of(Asked(line, order), PATENT_COLLECTION, officer), officer)
    rows = list(Patent.objects.filter(pk__in=asking.searcher.ids(asking.wanted, asking.scope)))
    wanted = expected(rows)
    assert group_count(asking, "family") == len(wanted)
    walked: list[int] = []
    others: dict[int, int] = {}
    after = None
    while True:
        page = group_page(asking, "family", 7, after)
        walked += [hit.id for hit in page.hits]
        others |= page.others
        if page.next_key is None:
            break
        after = page.next_key
    assert len(walked) == len(set(walked))
    assert others == wanted
    by_day = sorted(wanted, key=lambda pk: (Patent.objects.get(pk=pk).filed_on, pk), reverse=not order)
    assert walked == by_day
    assert [hit.id for chunk in group_chunks(asking, "family") for hit in chunk] == walked


def test_the_page_lists_one_of_each_family_and_leads_to_the_others(
    families, officer, signed_in, office
) -> None:
    browser = signed_in(Role.PLAN_OFFICER, office)
    wanted = expected(list(Patent.objects.all()))
    plain = browser.get("/search/", {"q": "钢管"}).content.decode()
    assert f"合并同族后 {len(wanted)} 组" in plain
    address = urljoin("/search/", unescape(re.search(r'href="([^"]+)">合并同族</a>', plain)[1]))
    shown: list[int] = []
    families: dict[str, int] = {}
    while address:
        html = browser.get(address).content.decode()
        shown += map(int, re.findall(r'<h3><a href="[^"]*open=(\d+)"', html))
        families |= {
            unescape(url): int(others)
            for url, others in re.findall(r'href="([^"]+)">另有同族 (\d+) 件', html)
        }
        following = re.search(r'<a class="end" href="([^"]+)">下一页', html)
        address = urljoin("/search/", unescape(following[1])) if following else ""
    assert sorted(shown) == sorted(wanted)
    assert sorted(families.values()) == sorted(filter(None, wanted.values()))
    for url, others in list(families.items())[:3]:
        assert f"<h2>{others + 1} 件</h2>" in browser.get(url).content.decode()


def test_a_merged_list_is_exported_merged(families, officer) -> None:
    export = order_export(NewExport(Asked("钢管", merged="family"), "csv"), by=officer, at=NOW)
    write_export.func(export.pk)
    export.refresh_from_db()
    assert export.total == export.done == len(expected(list(Patent.objects.all())))


def test_a_record_that_left_its_family_since_stands_for_itself(families, officer) -> None:
    """As in the seconds between a change of the register and its index: nothing is lost from the list."""
    asking = asking_of(question_of(Asked("钢管"), PATENT_COLLECTION, officer), officer)
    one = Patent.objects.exclude(family="").order_by("-filed_on", "-pk").first()
    Patent.objects.filter(pk=one.pk).update(family="F 1" if one.family != "F 1" else "F 2")
    shown = [hit.id for chunk in group_chunks(asking, "family") for hit in chunk]
    assert one.pk in shown


@pytest.fixture
def documents(officer) -> None:
    """120 records: applications with their documents, documents alone, old series, other offices."""
    chance = random.Random(20261201)
    indexed(drawn(chance, 120), officer)
    for patent in Patent.objects.order_by("pk"):
        digits = f"1{chance.randint(0, 11):08d}"
        kind = chance.choice(("A", "B", "C", "A", "B"))
        old = f"CN1{chance.randint(0, 5):06d}{chance.choice('AC')}"
        field = chance.choice(("publication_number", "grant_number", "", "old", "abroad"))
        changed = {field: f"CN{digits}{kind}"} if field.endswith("number") else {}
        changed |= {"publication_number": old} if field == "old" else {}
        changed |= {"publication_number": f"CN{digits}A", "office": "US"} if field == "abroad" else {}
        Patent.objects.filter(pk=patent.pk).update(**changed)
    note(PATENTS.name, list(Patent.objects.values_list("pk", flat=True)))
    bring_up_to_date(wait=True)


def groups_in_the_database(ids) -> dict[str, list[int]]:
    """By a GROUP BY over the table: nine digits but for C, Y and D say the application, nothing else does."""
    document = "CASE WHEN publication_number <> '' THEN publication_number ELSE grant_number END"
    key = (
        f"CASE WHEN office = 'CN' AND length({document}) = 12 "
        f"AND substr({document}, 12, 1) NOT IN ('C', 'Y', 'D') "
        f"THEN substr({document}, 1, 11) ELSE 'own ' || id END"
    )
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, count(*) FROM {Patent._meta.db_table} WHERE id IN ({marks}) GROUP BY 1",
            list(ids),
        )
        return dict(cursor.fetchall())


@pytest.mark.any_database
@pytest.mark.parametrize("line", ["钢管", "TI=焊接", "TI=电池 AND AD>=2018"])
def test_applications_are_those_of_a_group_by(documents, officer, line: str) -> None:
    asked = Asked(line, merged="application")
    asking = asking_of(question_of(asked, PATENT_COLLECTION, officer), officer)
    ids = asking.searcher.ids(asking.wanted, asking.scope)
    wanted = groups_in_the_database(ids)
    assert max(wanted.values()) > 1
    assert group_count(asking, "application") == len(wanted)
    walked, after = [], None
    while True:
        page = group_page(asking, "application", 7, after)
        walked += [(hit, page.members[hit.id]) for hit in page.hits]
        after = page.next_key
        if after is None:
            break
    assert sorted(1 + len(members) for _hit, members in walked) == sorted(wanted.values())
    every = [one for hit, members in walked for one in (hit.id, *members)]
    assert sorted(every) == sorted(ids)
    for hit, members in walked:
        assert {Patent.objects.get(pk=one).office for one in members} <= {"CN"}
        if members:
            assert wanted[hit.facts["application"]] == 1 + len(members)


def test_the_page_lists_one_of_each_application_with_its_documents(documents, signed_in, office) -> None:
    browser = signed_in(Role.PLAN_OFFICER, office)
    html = browser.get("/search/", {"q": "钢管", "merge": "application", "sort": "filed_on"}).content.decode()
    wanted = groups_in_the_database(Patent.objects.values_list("pk", flat=True))
    assert f"合并同一申请后 {len(wanted)} 项" in html
    articles = html.split("<article")[1:]
    assert len(articles) == 20
    several = [one for one in articles if "同一申请另有" in one]
    assert several
    for article in several:
        address, others = re.search(r'href="([^"]+)">同一申请另有 (\d+) 条记录', article).groups()
        numbers = re.search(r'<span class="mono">(CN[^<]+)</span>', article)[1].split("；")
        assert numbers == sorted(set(numbers))
        assert len({one[:11] for one in numbers}) == 1
        assert wanted[numbers[0][:11]] == int(others) + 1
        whole = browser.get(urljoin("/search/", unescape(address))).content.decode()
        assert f"<h2>{int(others) + 1} 件</h2>" in whole
    assert "合并同族</a>" in html
    assert "逐件列出</a>" in html
    assert (
        f"<h2>{Patent.objects.count()} 件</h2>"
        in browser.get("/search/", {"q": "钢管", "merge": "nonsense"}).content.decode()
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CN101234567A", "CN101234567B"),
        ("CN101234567A", "CN101234567C"),
        ("CN1034724A", "CN1034724C"),
        ("CN85100001A", "CN85100001B"),
        ("CN201234567U", "CN201234567Y"),
        ("CN111111111A", "CN111111112A"),
    ],
)
def test_documents_meet_where_their_numbers_prove_one_application(one: str, other: str) -> None:
    shared = [application_shared("", number) for number in (one, other)]
    assert (shared[0] == shared[1] != "") == parse(one).shares_application(parse(other))


def test_a_merged_list_is_exported_with_the_documents_of_each_application(documents, officer) -> None:
    asked = Asked("钢管", merged="application")
    columns = ("publication_number", "grant_number")
    export = order_export(NewExport(asked, "csv", columns), by=officer, at=NOW)
    write_export.func(export.pk)
    export.refresh_from_db()
    rows = list(csv.reader(io.StringIO(content(export).decode("utf-8-sig"))))
    head = rows.index(["申请号", "公开号", "授权公告号"])
    wanted = groups_in_the_database(Patent.objects.values_list("pk", flat=True))
    assert len(rows) - head - 1 == export.total == len(wanted)
    said = sorted(
        part for _number, *cells in rows[head + 1 :] for cell in cells for part in cell.split("；") if part
    )
    kept = Patent.objects.values_list("publication_number", "grant_number")
    assert set(said) == {one for row in kept for one in row if one}


def test_documents_alone_are_found_by_their_number_and_meet_as_one_application(
    officer, signed_in, office
) -> None:
    headings = ("公开号", "公开日", "名称", "发明人", "国省")
    rows = [
        {
            "公开号": "CN117000001A",
            "公开日": "2023-11-07",
            "名称": "一种样例",
            "发明人": "张三",
            "国省": "北京",
        },
        {
            "公开号": "CN117000001B",
            "公开日": "2024-11-07",
            "名称": "一种样例",
            "发明人": "张三",
            "国省": "北京",
        },
        {
            "公开号": "CN117000009A",
            "公开日": "2023-11-07",
            "名称": "另一样例",
            "发明人": "李四",
            "国省": "北京",
        },
    ]
    indexed(rows, officer, headings)
    browser = signed_in(Role.PLAN_OFFICER, office)
    assert "<h2>1 件</h2>" in browser.get("/search/", {"q": "PN=CN117000001A"}).content.decode()
    html = browser.get(
        "/search/", {"q": "样例", "merge": "application", "sort": "published_on"}
    ).content.decode()
    assert "合并同一申请后 2 项" in html
    assert '<span class="mono">CN117000001A；CN117000001B</span>' in html
    told = browser.post("/search/numbers/", {"text": "CN117000001A\nCN117000009"}).content.decode()
    assert "登记册中有 2 个，没有 0 个" in told


def test_an_application_of_the_first_years_meets_its_documents() -> None:
    assert application_shared("", "", "CN85100001") == application_shared("CN85100001A") == "CN85100001"
    assert application_shared("", "", "CN202010003427") == ""
    assert application_shared("CN1034724C", "CN111111111B") == "CN111111111"
