"""A query line finds what pages show as they show it: numbers, classes, states, regions, names."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.registers.actions import Entry, record_row
from zhichan.core.search.asking import Question, ask, facets_asked
from zhichan.core.search.collection import collection_of
from zhichan.core.search.finding import find_in
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_line, read_query
from zhichan.core.search.language.writing import write_query
from zhichan.rooms.registry.collections import PATENT_COLLECTION, TRADEMARK_COLLECTION
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.region import REGIONS

from .files import csv_of, row
from .taking import take_in

pytestmark = pytest.mark.django_db
FIRM = "尤洛卡（山东）深部地压防治安全技术有限公司"


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def patents(officer) -> dict[str, Patent]:
    """One by a firm with brackets in its name, one design, one other invention."""
    rows = [
        row(1, 专利名称="甲", 申请人=FIRM, 主分类号="H01M 50/10(2021.01)"),
        row(2, 专利名称="乙", 申请人="云川示例大学", 主分类号="C08J 5/18"),
    ]
    take_in(csv_of(rows, tuple(dict.fromkeys(name for one in rows for name in one))), officer)
    bring_up_to_date(wait=True)
    return {one.title: one for one in Patent.objects.all()}


def found(line: str) -> str:
    bring_up_to_date(wait=True)
    hits = ask(Question("patent", line), system_actor("test")).hits
    tree = read_query(line, PATENT_COLLECTION)
    assert read_query(write_query(tree, PATENT_COLLECTION), PATENT_COLLECTION) == tree
    return "".join(sorted(hit.title for hit in hits))


def test_a_name_and_a_class_are_found_as_pages_and_gazettes_print_them(patents) -> None:
    assert found(f"PA={FIRM}") == found(f'PA="{FIRM}"') == found(f"PA=={FIRM}") == "甲"
    assert found(f"PA=({FIRM} OR 云川示例大学)") == "乙甲"
    assert found(f"PA={FIRM} AND IPC=H01M 50/10") == "甲"
    assert found("IPC=H01M 50/10(2021.01)") == found("IPC=H01M 50/10 (2021.01)") == "甲"
    assert found("IPC=(H01M 50/10, C08J 5/18)") == found("MIPC=H01M 50/10 OR MIPC=C08J 5/18") == "乙甲"


def test_a_beginning_of_a_number_finds_it_without_the_letters_of_the_country(patents) -> None:
    number = patents["甲"].number.removeprefix("CN")
    for line in (f"AN={number[:4]}*", f"AN=ZL{number[:4]}*", f"AN=CN{number[:4]}*"):
        assert found(line) == "乙甲", line
    for line in (f"AN={number}*", f"AN={number}.{patents['甲'].check_character}*", f"AN={number}"):
        assert found(line) == "甲", line
    assert found("AN=US2012*") == ""


def test_a_document_is_found_without_its_letter_and_by_its_beginning(patents) -> None:
    one, other = patents["甲"], patents["乙"]
    Patent.objects.filter(pk=one.pk).update(publication_number="CN102644312A")
    Patent.objects.filter(pk=other.pk).update(publication_number="CN1026443A", grant_number="CN102644313B")
    from zhichan.core.search.indexing import build, turn_to_index

    with turn_to_index(wait=True):
        list(build(PATENT_COLLECTION, "test"))
    assert found("PN=102644312") == found("公告号=CN 102644312 A".replace(" ", "")) == "甲"
    assert found("PN=1026443") == "乙", "seven digits are a number of their own"
    assert found("PN=10264431*") == "乙甲"
    assert found("PN==102644312") == ""
    told = find_in(PATENT_COLLECTION, "102644312", system_actor("test"), 5)
    assert told is not None
    assert [hit.title for hit in told.hits] == ["甲"]


def test_values_of_lists_are_found_by_a_part_or_another_word_and_that_is_told(patents) -> None:
    kind = patents["甲"].get_kind_display()
    assert (found(f"KD={kind}"), found(f"KD={kind}专利")) == ("乙甲", "乙甲")
    for line, told in (
        ("KD=外观", "外观设计"),
        ("ST=驳回", "驳回(可复审)、驳回生效"),
        ("ST=终止", "未缴年费终止、期限届满终止"),
        ("ST=授权", "有效"),
        ("SC=在审", "审中"),
    ):
        [note] = read_line(line, PATENT_COLLECTION).notes
        assert told in note.message
    for line in ("ST=期限届满（推算）", "ST=有效", "KD=外观专利", "SC=in_force"):
        assert read_line(line, PATENT_COLLECTION).notes == ()
    [note] = read_line("ST=注册", TRADEMARK_COLLECTION).notes
    assert "已注册" in note.message


def test_a_region_is_found_by_its_name_as_a_facet_shows_it(patents) -> None:
    for code, name in (("999901", "云川区"), ("999901001", "砚湖街道")):
        entry = Entry({"code": code, "name": name}, date(2026, 1, 1), "公布")
        record_row(REGIONS, entry, by=system_actor("test"), at=timezone.now())
    code = read_query("RG=999901001", PATENT_COLLECTION)
    for name in ("砚湖街道", "砚湖街道（999901001）", "砚湖", '"砚湖街道"'):
        assert read_query(f"RG={name}", PATENT_COLLECTION) == code
    with pytest.raises(QueryError) as refused:
        read_query("RG=火星", PATENT_COLLECTION)
    assert "云川区、砚湖街道" in refused.value.hint


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ("ST=什么", "什么", "可用的值：已受理、公布"),
        ("SC=驳回", "驳回", "可用的值：审中、有效、失效、不详。"),
        ("KD=软件", "软件", "可用的值：发明、实用新型、外观设计、未载明。"),
        ("IPC=你好", "你好", "不是分类号"),
        ("CPC=H01X/", "H01X/", "不是分类号"),
        ("AN=(abc)", "abc", "abc（专利申请号“abc”的写法不对）"),
        ("AN=(abc, 202010003427.3)", "abc", "2 个号码有问题：abc"),
        ("AN=999", "999", "写法不对"),
        ("PN=999", "999", "写法不对"),
        ("AN=abc*", "abc*", "没有以“abc”开头的申请号"),
        ("发名人=张三", "发名人", "是不是 IN（发明人）"),
        ("代理人=甲", "代理人", "是不是 AG（代理机构）"),
        ("APM=1", "APM", "可用的字段：TI 名称"),
    ],
)
def test_what_can_find_nothing_is_refused_at_its_place(line: str, place: str, words: str) -> None:
    with pytest.raises(QueryError) as refused:
        read_query(line, PATENT_COLLECTION)
    assert words in refused.value.message
    assert refused.value.marked(line)[1] == place


@pytest.mark.parametrize(
    "line",
    [
        "AN=(US10123456, EP1234567, PCT/CN2020/123456, CN85100001A, CN202644312U, JP2012-123456)",
        "PN=(US10123456B2, WO2012/123456A1, CN1034724C, 202644312)",
        "IPC=(H H01 H01M H01M10 H01M10/ H01M10/05* 14-02 LOC14-02)",
        "CPC=Y02E 60/10",
    ],
)
def test_what_can_be_a_number_or_a_class_is_not_refused(line: str) -> None:
    assert read_query(line, PATENT_COLLECTION)


def test_every_documented_name_of_a_field_is_read(db) -> None:
    for one in PATENT_COLLECTION.fields:
        for name in one.names:
            value = {"DAY": "2020", "NUMBER": "1"}.get(one.sort.name, "H01M")
            words = {"ST": "有效", "SC": "有效", "KD": "发明", "RG": "12", "AN": "US2012", "PN": "US2012"}
            assert read_query(f"{name}={words.get(one.code, value)}", PATENT_COLLECTION)
    for name in ("TAC", "标题/摘要/权利要求", "TX", "全文"):
        assert read_query(f"{name}=电池", PATENT_COLLECTION)


def test_facets_are_asked_for_by_every_name_of_a_field() -> None:
    collection = collection_of("patent")
    for name in ("SC", "sc", "状态大类", "public_class", "ST", "法律状态"):
        assert facets_asked(collection, {name: 3}) == {"public_class": 3}
    assert facets_asked(collection, {"申请人": 3, "IPC4": 2}) == {"applicants": 3, "subclass": 2}
