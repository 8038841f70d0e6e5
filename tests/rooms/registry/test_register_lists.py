"""The list of a register: counted facets, columns one can choose, rows one can choose, rows of one party."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhichan.core.access.roles import Role
from zhichan.core.registers.actions import Entry, record_row
from zhichan.core.registers.pages import rows
from zhichan.core.registers.tables import table_of
from zhichan.core.tables import facets as facets_module
from zhichan.core.tables import paging
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties
from zhichan.rooms.registry.actions.list_kinds import NewListKind, create_list_kind
from zhichan.rooms.registry.models import Party, Patent
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.reference_value import REFERENCE_VALUES

from .files import csv_of, number, row
from .taking import FEB, MAY, take_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
PATENTS = reverse("registers:list", args=["registry", "patent"])
LISTS = reverse("registers:list", args=["registry", "list"])
STATUSES = ("", "未缴年费终止", "", "放弃", "期限届满")
LINE = re.compile(
    r'<input type="checkbox" id="facet-registry-patent-(\w+)-([\w-]+)"[^>]*?( checked)?>'
    r"<span>[^<]*</span><span>([\d,]*)</span>"
)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def browser(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


@pytest.fixture
def patents(officer):
    """Twenty-four patents of three firms, of every kind and several statuses."""
    rows = [
        row(
            n,
            申请号=number(n, 2021, 1 + n % 3),
            申请人=f"云川示例{n % 4 % 3}号机械有限公司",
            申请日=f"2021-0{1 + n % 9}-18",
            法律状态=STATUSES[n % 5],
        )
        for n in range(24)
    ]
    take_in(csv_of(rows), officer)
    return list(Patent.objects.order_by("pk"))


def facets(html: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, value, _checked, count in LINE.findall(html):
        found.setdefault(name, {})[value] = count
    return found


def page(browser, address: str = PATENTS) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


COUNTED = ("kind", "public_class", "status", "region")


@pytest.mark.parametrize(
    "conditions",
    [
        {},
        {"kind": "invention"},
        {"kind": "invention,design", "public_class": "ended"},
        {"public_class": "in_force", "filed_on": "2021-05-01"},
        {"kind": "design", "status": "SURRENDERED,LAPSED_FEE", "q": "示例装置"},
        {"kind": "design", "region": "120118101,-", "public_class": "ended,pending"},
        {"region": "-"},
    ],
    ids=str,
)
def test_each_facet_counts_the_rows_under_all_other_conditions(browser, patents, conditions):
    """Counted once more in Python, row by row."""
    for place, one in enumerate(patents):
        one.region = ("120118101", "120118102", "")[place // 3 % 3]
    Patent.objects.bulk_update(patents, ["region"])

    def fits(one: Patent, beside: str) -> bool:
        of_values = all(
            name == beside or (getattr(one, name) or "-") in given.split(",")
            for name, given in conditions.items()
            if name in COUNTED
        )
        return of_values and one.filed_on >= date.fromisoformat(conditions.get("filed_on", "2000-01-01"))

    query = "&".join(f"{name}={value}" for name, value in conditions.items())
    shown = facets(page(browser, f"{PATENTS}?facets=counted&{query}"))
    for name in COUNTED:
        counted = Counter(getattr(one, name) or "-" for one in patents if fits(one, name))
        told = {value: int(count or 0) for value, count in shown[name].items()}
        assert {value: n for value, n in told.items() if n} == dict(counted)


def test_ticking_two_boxes_gives_the_rows_of_both(browser, patents):
    html = page(browser, f"{PATENTS}?kind=invention&kind=design")
    wanted = sum(one.kind in ("invention", "design") for one in patents)
    assert f"第 1–{wanted} 件，共 {wanted} 件" in html
    assert "类型：发明、外观设计" in html
    assert [value for name, value, checked, _n in LINE.findall(html) if checked] == ["invention", "design"]
    assert 'name="kind" value="invention,design"' in html  # the search box keeps them


@pytest.mark.parametrize(
    "query", ["kind=nothing", "kind=invention,nothing", "holder=0", "holder=x", "holder=99"]
)
def test_a_value_nobody_knows_is_refused(browser, patents, query):
    assert browser.get(f"{PATENTS}?{query}").status_code == 422


def test_a_long_list_shows_its_rows_first_and_fetches_the_counts(browser, patents, monkeypatch):
    monkeypatch.setattr(paging, "COUNT_CAP", 10)
    monkeypatch.setattr(facets_module, "COUNT_CAP", 10)
    monkeypatch.setattr(rows, "table_of", lambda one: dataclasses.replace(table_of(one), page_size=5))
    html = page(browser)
    assert set(facets(html)["kind"].values()) == {""}
    address = re.search(r'hx-get="([^"]*facets=counted)" hx-trigger="load"', html)[1]
    counted = facets(page(browser, f"{PATENTS}{address}"))
    assert counted["kind"] == {"invention": "8", "utility_model": "8", "design": "8"}


def test_facets_of_another_day_count_what_stood_then(browser, patents):
    shown = facets(page(browser, f"{PATENTS}?facets=counted&on=2021-10-01"))
    assert shown["public_class"] == {"pending": "24"}


def test_a_page_asks_the_database_no_more_for_more_rows(browser, patents):
    page(browser)
    with CaptureQueriesContext(connection) as queries:
        page(browser, f"{PATENTS}?order=newest")
    assert len(queries) <= 18, [query["sql"] for query in queries]


def headings(html: str) -> list[str]:
    return re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', html)


def test_columns_are_chosen_in_an_order_and_kept_while_signed_in(browser, patents):
    usual = headings(page(browser))
    chosen = headings(page(browser, f"{PATENTS}?cols=inventors&cols=kind&cols=nonsense"))
    assert chosen == ["名称", "发明人", "类型"]
    assert headings(page(browser)) == chosen
    assert headings(page(browser, f"{PATENTS}?cols=number")) == ["名称", "申请号"]
    assert headings(page(browser, f"{PATENTS}?cols=")) == usual
    assert headings(page(browser)) == usual


def test_every_column_one_can_choose_can_be_shown(browser, patents):
    offered = re.findall(r'name="cols" value="(\w+)"', page(browser))
    assert {"address", "claims_count", "region"} <= set(offered)
    assert "holder_ids" not in offered  # one query a row
    html = page(browser, f"{PATENTS}?cols={','.join(offered)}")
    assert len(headings(html)) == len(offered) + 1


def exported(response) -> list[list[str]]:
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize("moment", ["", "&on=2021-12-01"], ids=["today", "as of a day"])
def test_chosen_rows_go_out_alone(browser, patents, moment):
    html = page(browser, f"{PATENTS}?kind=design{moment}")
    offered = [int(pk) for pk in re.findall(r'name="pick" value="(\d+)" form="pick-registry-patent"', html)]
    assert sorted(offered) == sorted(one.pk for one in patents if one.kind == "design")
    one, other = offered[1], offered[4]
    table = exported(browser.get(f"{PATENTS}?kind=design{moment}&pick={one}&pick={other}&format=csv"))
    titles = {str(patent) for patent in patents if patent.pk in (one, other)}
    assert len(table) == 3
    assert {cell for line in table[1:] for cell in line if cell.endswith("号示例装置")} == titles


def test_what_is_not_in_the_list_does_not_go_out_when_chosen(browser, patents):
    stranger = next(one for one in patents if one.kind == "invention")
    table = exported(browser.get(f"{PATENTS}?kind=design&pick={stranger.pk}&format=csv"))
    assert len(table) == 1
    assert browser.get(f"{PATENTS}?pick=1%20or%201&format=csv").status_code == 422


def test_the_rights_of_a_party_are_those_of_all_that_count_as_it(browser, officer, patents):
    first, second, third = Party.objects.order_by("name")
    held = Counter(one.holder_id for one in patents)
    assert f"共 {held[first.pk]} 件" in page(browser, f"{PATENTS}?holder={first.pk}")
    join_parties(second.pk, Joining(first.pk, "同一家"), by=officer, at=MAY)
    html = page(browser, f"{PATENTS}?holder={first.pk}")
    assert f"共 {held[first.pk] + held[second.pk]} 件" in html
    assert f"第一权利人：{first.name}" in html
    assert f"共 {held[third.pk]} 件" in page(browser, f"{PATENTS}?holder={third.pk}")
    before = page(browser, f"{PATENTS}?holder={first.pk}&on=2026-01-01&known=2026-03-01")
    assert f"共 {held[first.pk]} 件" in before


def test_lists_are_counted_by_name(browser, officer, patents):
    firms = list(Party.objects.order_by("pk"))
    kinds = [create_list_kind(NewListKind(name), by=officer, at=FEB) for name in ("优势企业", "规上企业")]
    for kind, members in zip(kinds, (firms, firms[:1]), strict=True):
        for firm in members:
            values = {"party": firm, "list_kind": kind, "item": "", "standard": "", "expires_on": None}
            record_row(MEMBERSHIPS, Entry(values, date(2024, 1, 1), "名单"), by=officer, at=FEB)
    html = page(browser, f"{LISTS}?facets=counted")
    assert re.findall(r"<span>(优势企业|规上企业)</span><span>(\d+)</span>", html) == [
        ("优势企业", "3"),
        ("规上企业", "1"),
    ]
    html = page(browser, f"{LISTS}?facets=counted&list_kind={kinds[1].pk}")
    assert re.findall(r"<span>(优势企业|规上企业|未登记)</span><span>(\d+)</span>", html) == [
        ("优势企业", "3"),
        ("规上企业", "1"),
        ("未登记", "1"),
    ]
    assert "共 1 条" in page(browser, f"{LISTS}?list_kind={kinds[1].pk}")
    assert "共 2 条" in page(browser, f"{LISTS}?party={firms[0].pk}")


def test_a_year_is_no_number_of_things(browser, officer):
    values = {"kind": "resident_population", "region": "120118", "year": 2025, "value": Decimal("1078.5")}
    record_row(REFERENCE_VALUES, Entry(values, date(2025, 12, 31), "统计公报"), by=officer, at=FEB)
    html = page(browser, reverse("registers:list", args=["registry", "reference"]))
    assert ">2025</td>" in html
    assert ">1,078.5</td>" in html


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", [PATENTS, reverse("registry:statistics_rows")])
def test_an_earlier_day_follows_what_is_learned_of_it_later(monkeypatch, browser, officer, now, address):
    """The page was opened before: what is kept of it must not outlive what became known meanwhile."""
    take_in(csv_of([row(1)]), officer)
    asked = f"{address}?on=2026-02-01"
    assert "第 2 号示例" not in page(browser, asked)
    later = now + timedelta(hours=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    take_in(csv_of([row(2)]), officer, later)
    assert "第 2 号示例" in page(browser, asked)
