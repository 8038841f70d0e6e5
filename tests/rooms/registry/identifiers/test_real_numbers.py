"""Numbers of patents and marks in real lists beside the checkout: every one is read, every wrong one found.

The counts are those of the files as they lie there; each README also says what the whole source had.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.rooms.registry.identifiers.real_files import rows_of, text_of
from zhichan.rooms.registry.identifiers import (
    international,
    others,
    patent_applications,
    patent_publications,
    trademarks,
)
from zhichan.rooms.registry.identifiers.kind_codes import Stage
from zhichan.rooms.registry.identifiers.patent_applications import application_key
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused


def outcome(text: str) -> str:
    found = application_key(text)
    if isinstance(found, IdentifierRefused):
        return found.code
    _key, check, derived = found
    return "derived" if derived else "checked" if check else "without check"


def outcomes(path: Path, column: str) -> Counter[str]:
    return Counter(outcome(row[column]) for row in rows_of(path))


@pytest.fixture
def lists(shared: Path) -> Path:
    return shared / "data"


def test_a_city_list_has_only_right_numbers_and_nine_without_check(lists):
    path = lists / "cn_patents_abstracts" / "patents.csv.gz"
    assert outcomes(path, "申请号") == {"checked": 6636, "without check": 9}


def test_a_city_list_has_eleven_rows_whose_number_and_filing_date_differ(lists):
    rows = list(rows_of(lists / "cn_patents_abstracts" / "patents.csv.gz"))
    read = [patent_applications.parse(row["申请号"]) for row in rows]
    years = [int(row["申请日"][:4]) for row in rows]
    assert sum(number.filing_year != year for number, year in zip(read, years, strict=True)) == 11
    assert Counter(number.kind for number in read) == {
        "utility_model": 4792,
        "invention": 1720,
        "design": 133,
    }


def test_a_list_of_firms_mixes_printed_numbers_and_the_exchange_form(lists):
    """In every row the application number and the document number agree on the kind of right."""
    read = Counter()
    for row in rows_of(lists / "cn_patents_by_company" / "cn_zh.csv.gz"):
        application = patent_applications.parse(row["application_number"])
        assert application.kind is patent_publications.parse(row["publication_number"]).right
        read["derived" if application.derived else "checked"] += 1
    assert read == {"checked": 75314, "derived": 15338}


def test_an_export_of_a_chinese_service_is_right_in_every_column(lists):
    path = lists / "cn_patents_small" / "cnipr_export_199.csv"
    assert outcomes(path, "申请号") == outcomes(path, "专利号") == {"checked": 174}
    assert all(patent_publications.parse(row["公开（公告）号"]).kind == "U" for row in rows_of(path))


def test_a_university_list_has_two_numbers_that_cannot_be(lists):
    path = lists / "cn_patents_small" / "university_list.csv"
    assert outcomes(path, "专利号") == {
        "checked": 111,
        "patent_application.wrong_check": 1,
        "patent_application.wrong_type": 1,
    }


def test_lists_in_other_languages(lists):
    rows = list(rows_of(lists / "cn_patents_by_company" / "other_lang.csv.gz"))
    chinese = [row for row in rows if row["country"] == "CN"]
    assert Counter(outcome(row["application_number"]) for row in chinese) == {"checked": 18859, "derived": 20}
    world = [row for row in rows if row["country"] == "WO"]
    assert len(world) == 3401
    for row in world:
        assert international.parse(row["application_number"]).printed == row["application_number"]
        assert international.parse_wo(row["publication_number"]).key == row["publication_number"].replace(
            "/", ""
        )


def test_documents_of_a_service_carry_letters_that_fit_their_day(lists):
    """One of 319 does not: a grant numbered in 2009 stands with the old letter Y and a day of 2010-12-30."""
    stages: Counter[str] = Counter()
    for row in rows_of(lists / "world_patents" / "lens_drones_5884.csv.gz"):
        if row["Jurisdiction"] == "CN":
            document = patent_publications.parse(row["Publication Number"])
            day = date.fromisoformat(row["Publication Date"][:10])
            stages[_stage(document, day)] += 1
    assert stages == {
        Stage.PUBLISHED: 150,
        Stage.GRANTED: 159,
        Stage.ANNOUNCED: 8,
        Stage.EXAMINED: 1,
        "patent_publication.kind_not_of_that_time": 1,
    }


def test_document_numbers_of_a_citation_list_follow_the_eras(lists):
    first_of_nine, numbered = date.max, Counter()
    for row in rows_of(lists / "cn_patents_biomed" / "patents.csv.gz"):
        document = patent_publications.parse(row["公开号"])
        numbered[document.numbering] += 1
        if document.numbering == "nine_digits":
            first_of_nine = min(first_of_nine, date.fromisoformat(row["公开日"]))
    assert numbered == {"nine_digits": 9958, "seven_digits": 1503, "application_number": 2}
    assert first_of_nine == date(2007, 7, 18)


def test_both_forms_in_the_office_files_are_one_application(lists):
    """Every main record with a 15-digit form gives the same key as its printed number."""
    pairs = 0
    for path in sorted((lists / "cn_patent_xml").rglob("CN1*.XML.gz")):
        printed, exchange = re.findall(r"DocNumber>(\d{12}\.[\dX]|\d{15})<", text_of(path))[:2]
        assert application_key(exchange)[0] == application_key(printed)[0]
        pairs += 1
    assert pairs == 4


def test_the_table_of_goods_is_read_whole(lists):
    rows = list(rows_of(lists / "nice_classification" / "cn_similar_goods_2018.csv.gz"))
    groups = {trademarks.parse_group(row["类似群"]) for row in rows}
    assert (len(groups), len({group.nice_class for group in groups})) == (491, 45)
    codes = [row for row in rows if row["项目编码"] not in ("", "待定")]
    items = [trademarks.parse_item(row["项目编码"]) for row in codes]
    assert (len(items), len(set(items)), sum(item.added_by_china for item in items)) == (11229, 10633, 1962)
    assert all(item.nice_class.key == row["类"] for item, row in zip(items, codes, strict=True))


def test_a_list_of_agricultural_indications_is_read_whole(lists):
    rows = list(rows_of(lists / "gi_registers" / "cn_agri_gi_jiangsu.csv"))
    assert all(others.parse_agricultural_gi(row["证书编号"]).printed == row["证书编号"] for row in rows)


def _stage(document: patent_publications.PatentPublication, day: date) -> str:
    try:
        return document.meaning(day).stage
    except IdentifierRefused as refusal:
        return refusal.code
