"""Patent rows without a Chinese application number: kept as documents, never counted as rights."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.identifiers.documents import parse
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.patent import PATENTS

from .files import number
from .taking import FEB, JUNE, MAY, counts, preview, reasons, table, take_in

pytestmark = pytest.mark.django_db
CITED = ("公开号", "公开日", "名称", "发明人", "国省")


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def test_documents_are_kept_under_their_number_and_count_as_nothing_in_force(officer):
    content = table(
        CITED,
        ("CN117000001A", "2023-11-07", "一种样例", "张三", "北京"),
        ("US 2013/0101709 A1", "2013-04-25", "A sample", "Smith", "美国"),
        ("EP0132781B1", "1989-02-13", "A sample", "Smith", "德国"),
    )
    assert counts(take_in(content, officer)) == (3, 0, 0, 0)
    rows = Patent.objects.order_by("number").values_list("number", "office", "kind", "public_class", "status")
    assert list(rows) == [
        ("CN117000001A", "CN", "invention", "unknown", "DOCUMENT"),
        ("EP132781B1", "EP", "invention", "unknown", "DOCUMENT"),
        ("US20130101709A1", "US", "invention", "unknown", "DOCUMENT"),
    ]
    assert not periods_at(PATENTS, Moment(date(2026, 1, 1), JUNE), officer).filter(public_class="in_force")
    assert counts(take_in(content, officer, MAY)) == (0, 0, 3, 0)


def test_what_is_no_number_of_any_kind_is_refused(officer):
    batch = preview(
        table(
            CITED,
            ("17000001", "2023-11-07", "没有国别", "张三", "北京"),
            ("CN417000001A", "2023-11-07", "种类不对", "张三", "北京"),
            ("CN117000001U", "2023-11-07", "字母不对", "张三", "北京"),
            ("", "2023-11-07", "没有号", "张三", "北京"),
        ),
        officer,
    )
    assert counts(batch) == (0, 0, 0, 4)
    assert "没有申请号，也没有公开号" in reasons(batch)
    assert Patent.objects.count() == 0


def test_a_document_of_a_known_application_fills_it_instead_of_standing_beside_it(officer):
    headings = ("专利名称", "申请号", "申请人", "申请日", "公开号")
    printed = number(1, kind=1)
    take_in(
        table(headings, ("一种样例", printed, "云川示例机械有限公司", "2021-03-18", "CN117000001A")), officer
    )
    cited = table(CITED, ("CN117000001A", "2023-11-07", "一种样例", "张三", "北京"))
    batch = take_in(cited, officer, MAY)
    assert counts(batch) == (0, 1, 0, 0)
    patent = Patent.objects.get()
    assert (patent.published_on, patent.inventors, patent.status) == (date(2023, 11, 7), "张三", "FILED")
    assert patent.holder.name == "云川示例机械有限公司"
    assert counts(take_in(cited, officer, JUNE)) == (0, 0, 1, 0)


def test_a_grant_printed_as_publication_is_a_grant(officer):
    headings = ("专利名称", "申请号", "申请人", "申请日", "公开号", "公开日")
    take_in(
        table(
            headings,
            ("一种样例", number(1), "云川示例机械有限公司", "2021-03-18", "CN217000001U", "2021-11-02"),
            (
                "二种样例",
                number(2, kind=1),
                "云川示例机械有限公司",
                "2021-03-18",
                "CN117000002A",
                "2021-11-02",
            ),
            (
                "三种样例",
                number(3, kind=1),
                "云川示例机械有限公司",
                "2021-03-18",
                "CN117000003B",
                "2021-11-02",
            ),
        ),
        officer,
    )
    found = Patent.objects.order_by("title").values_list(
        "title", "status", "grant_number", "publication_number"
    )
    assert sorted(found) == [
        ("一种样例", "IN_FORCE", "CN217000001U", ""),
        ("三种样例", "IN_FORCE", "CN117000003B", ""),
        ("二种样例", "PUBLISHED", "", "CN117000002A"),
    ]


def test_an_application_of_which_nothing_else_is_known_stands_from_the_day_it_was_seen(officer):
    content = table(("专利名称", "申请号"), ("样例", number(1)))
    assert counts(take_in(content, officer)) == (1, 0, 0, 0)
    patent = Patent.objects.get()
    assert (patent.is_shown, patent.status) == (True, "FILED")
    assert counts(take_in(content, officer, MAY)) == (0, 0, 1, 0)


def test_a_wrong_application_number_is_refused_though_the_document_would_do(officer):
    headings = ("专利名称", "申请号", "申请人", "申请日", "公开号")
    right = number(1)
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    batch = preview(
        table(headings, ("样例", wrong, "云川示例机械有限公司", "2021-03-18", "CN217000001U")), officer, FEB
    )
    assert counts(batch) == (0, 0, 0, 1)
    assert f"应为：{right[-1]}" in reasons(batch)


@pytest.mark.parametrize(
    ("written", "office", "kind", "key"),
    [
        ("US 2013/0101709 A1", "", "", "US20130101709A1"),
        ("5186960", "US", "A", "US5186960A"),
        ("DE000019826114", "", "", "DE19826114"),
        ("kr101326617", "", "", "KR101326617"),
        ("101364227", "CN", "", "CN101364227"),
        ("001221369", "CN", "C", "CN1221369C"),
        ("WO 2019/123456", "", "A1", "WO2019123456A1"),
        ("PI0507680-3", "BR", "", "BRPI05076803"),
    ],
)
def test_documents_read_in_the_ways_they_are_printed(written, office, kind, key):
    document = parse(written, office, kind)
    assert document.key == key
    assert parse(document.printed).key == key


@pytest.mark.parametrize("written", ["", "US", "123456", "一二三", "US" + "9" * 30, "CN9"])
def test_what_is_no_document_is_refused(written):
    with pytest.raises(IdentifierRefused):
        parse(written)


HEADED = ("专利名称", "申请号", "申请人", "申请日", "公开号", "公开日")
CITED_ROW = ("CN117000001A", "2023-11-07", "一种样例", "张三", "北京")


def application(title: str = "一种样例", published: str = "CN117000001A") -> tuple[str, ...]:
    return (title, number(1, kind=1), "云川示例机械有限公司", "2021-03-18", published, "")


def shown() -> list[str]:
    return sorted(Patent.objects.filter(is_shown=True).values_list("number", flat=True))


def standing(officer, known_at) -> list[str]:
    found = periods_at(PATENTS, Moment(date(2026, 1, 1), known_at), officer)
    return sorted(found.values_list("subject__number", flat=True))


KEY = "CN" + number(1, kind=1)[:12]


def test_an_application_that_comes_later_takes_its_document_over_and_its_undo_gives_it_back(officer):
    first = take_in(table(CITED, CITED_ROW), officer)
    before = list(Patent.objects.values_list("number", "status", "is_shown", "inventors", "published_on"))
    later = take_in(table(HEADED, application()), officer, MAY)
    assert counts(later) == (1, 0, 0, 0)
    assert shown() == [KEY]
    taken = Patent.objects.get(number=KEY)
    assert (taken.inventors, taken.published_on, taken.status) == ("张三", date(2023, 11, 7), "FILED")
    assert standing(officer, FEB) == ["CN117000001A"]
    assert standing(officer, JUNE) == [KEY]
    for content in (table(HEADED, application()), table(CITED, CITED_ROW)):
        assert counts(take_in(content, officer, MAY.replace(day=20))) == (0, 0, 1, 0)
    with pytest.raises(Conflict, match="专利的后续事件 1"):
        undo_batch(first.pk, by=officer, at=JUNE)
    undo_batch(later.pk, by=officer, at=JUNE)
    assert (
        list(
            Patent.objects.filter(batch=first).values_list(
                "number", "status", "is_shown", "inventors", "published_on"
            )
        )
        == before
    )
    assert shown() == ["CN117000001A"]
    assert standing(officer, JUNE) == ["CN117000001A"]
    assert standing(officer, MAY) == [KEY]
    undo_batch(first.pk, by=officer, at=JUNE.replace(day=11))
    assert shown() == []


def test_a_number_filled_in_later_takes_the_document_over_too_and_two_titles_are_kept(officer):
    take_in(table(CITED, CITED_ROW), officer)
    take_in(table(HEADED, application("另一名称", published="")), officer)
    assert shown() == ["CN117000001A", KEY]
    filling = take_in(table(HEADED, application("另一名称")), officer, MAY)
    assert counts(filling) == (0, 1, 0, 0)
    assert shown() == [KEY]
    kept = Disagreement.objects.get()
    assert (kept.field, kept.stored, kept.offered) == ("title", "另一名称", "一种样例")
    undo_batch(filling.pk, by=officer, at=JUNE)
    assert shown() == ["CN117000001A", KEY]
    assert Patent.objects.get(number=KEY).inventors == ""


def test_a_document_and_its_application_in_one_file_are_one_row(officer):
    headings = ("公开号", "申请号", "名称", "申请人", "申请日")
    content = table(
        headings,
        ("CN117000001A", "", "一种样例", "云川示例机械有限公司", ""),
        ("CN117000001A", number(1, kind=1), "一种样例", "云川示例机械有限公司", "2021-03-18"),
    )
    assert counts(take_in(content, officer)) == (2, 0, 0, 0)
    assert shown() == [KEY]
    assert counts(take_in(content, officer, MAY)) == (0, 0, 2, 0)


def test_a_document_whose_application_was_undone_stands_by_itself(officer):
    batch = take_in(table(HEADED, application()), officer)
    undo_batch(batch.pk, by=officer, at=MAY)
    assert counts(take_in(table(CITED, CITED_ROW), officer, JUNE)) == (1, 0, 0, 0)
    assert shown() == ["CN117000001A"]
