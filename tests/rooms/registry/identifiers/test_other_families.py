"""Trademarks, international numbers, classes, copyrights, other rights, places, industries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.registry.identifiers import (
    classifications,
    copyrights,
    industries,
    international,
    offices,
    others,
    overseas,
    places,
    trademarks,
)
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused

READ = [
    (international.parse, "PCT/CN2019/123456", "PCTCN2019123456", "PCT/CN2019/123456"),
    (international.parse, "pctcn2019123456", "PCTCN2019123456", "PCT/CN2019/123456"),
    (international.parse, "PCT/CN99/00012", "PCTCN1999000012", "PCT/CN1999/000012"),
    (international.parse, "PCT/CN03/00123", "PCTCN2003000123", "PCT/CN2003/000123"),
    (international.parse, "PCT/US78/00001", "PCTUS1978000001", "PCT/US1978/000001"),
    (international.parse, "WO 04/012345", "WO2004012345", "WO 2004/012345"),
    (international.parse, "PCT-US2003-022895", "PCTUS2003022895", "PCT/US2003/022895"),
    (international.parse, "WO 2019/123456 A1", "WO2019123456A1", "WO 2019/123456 A1"),
    (international.parse, "WO/2006/034635", "WO2006034635", "WO 2006/034635"),
    (international.parse, "WO1997-048557", "WO1997048557", "WO 1997/048557"),
    (international.parse, "WO 97/48557", "WO1997048557", "WO 1997/048557"),
    (international.parse, "WO2002014184", "WO2002014184", "WO 2002/014184"),
    (international.parse, "国际注册第G1234567号", "G1234567", "G1234567"),
    (international.parse, "Ｇ1234567ａ", "G1234567A", "G1234567A"),
    (international.parse_madrid, "0987654", "G987654", "G987654"),
    (international.parse_hague, "DM/79123", "DM079123", "DM/079123"),
    (trademarks.parse, "第4409718号", "4409718", "4409718"),
    (trademarks.parse, "04409718a", "4409718A", "4409718A"),
    (trademarks.parse, "G1234567", "G1234567", "G1234567"),
    (trademarks.parse_class, "第９类", "09", "第9类"),
    (trademarks.parse_class, "45", "45", "第45类"),
    (trademarks.parse_class, "Class 09", "09", "第9类"),
    (trademarks.parse_group, "0802", "0802", "0802"),
    (trademarks.parse_item, "080036", "080036", "080036"),
    (trademarks.parse_item, "c080001", "C080001", "C080001"),
    (classifications.parse, "A", "A", "A"),
    (classifications.parse, "A01", "A01", "A01"),
    (classifications.parse, "a01b", "A01B", "A01B"),
    (classifications.parse, "A01B39/04", "A01B0039040000", "A01B 39/04"),
    (classifications.parse, "A01K-067/027", "A01K0067027000", "A01K 67/027"),
    (classifications.parse, "C12N-005/0783", "C12N0005078300", "C12N 5/0783"),
    (classifications.parse, "E01D12/00(2006.01)I", "E01D0012000000", "E01D 12/00 (2006.01) I"),
    (classifications.parse, "A61N    5/00    (2006.01)", "A61N0005000000", "A61N 5/00 (2006.01)"),
    (classifications.parse, "A61K36/88（2006.01）I", "A61K0036880000", "A61K 36/88 (2006.01) I"),
    (classifications.parse, "H01L0021000000", "H01L0021000000", "H01L 21/00"),
    (
        classifications.parse,
        "A01B   1/02        20060101AFI20060101BHUS",
        "A01B0001020000",
        "A01B 1/02 (2006.01) I",
    ),
    (classifications.parse_cpc, "Y02E 10/50", "Y02E0010500000", "Y02E 10/50"),
    (classifications.parse_cpc, "C12N2740/16043", "C12N2740160430", "C12N 2740/16043"),
    (classifications.parse_locarno, "06-01", "06-01", "06-01"),
    (classifications.parse_locarno, "1403", "14-03", "14-03"),
    (classifications.parse_locarno, "14-03-B1234", "14-03", "14-03-B1234"),
    (classifications.parse_locarno, "LOC(14)Cl.14-03", "14-03", "LOC(14) Cl. 14-03"),
    (classifications.parse_vienna, "26.4.2", "26.04.02", "26.04.02"),
    (classifications.parse_vienna, "A 26.04.22", "26.04.22", "A 26.04.22"),
    (copyrights.parse, "2023sr1234567", "2023SR1234567", "2023SR1234567"),
    (overseas.parse, "pct/cn2022/123456", "PCTCN2022123456", "PCT/CN2022/123456"),
    (overseas.parse, "ＰＣＴ／ＣＮ２０２２／１２３４５６", "PCTCN2022123456", "PCT/CN2022/123456"),
    (overseas.parse, "国际注册第1234567号", "G1234567", "G1234567"),
    (overseas.parse, "G1234567A", "G1234567A", "G1234567A"),
    (overseas.parse, "DM/123456", "DM123456", "DM/123456"),
    (overseas.parse, "US 11,123,456 B2", "US:11123456", "US 11123456"),
    (overseas.parse, "US:11123456", "US:11123456", "US 11123456"),
    (overseas.parse, "USD912,345S", "US:D912345", "US D912345"),
    (overseas.parse, "US RE47,000", "US:RE47000", "US RE47000"),
    (overseas.parse, "EP20170158.4", "EP:201701584", "EP 201701584"),
    (overseas.parse, "JP 特許第6543210号", "JP:6543210", "JP 6543210"),
    (overseas.parse, "JP特願2019-123456", "JP:2019123456", "JP 2019123456"),
    (overseas.parse, "KR10-2019-0012345", "KR:1020190012345", "KR 1020190012345"),
    (overseas.parse, "TW I654321", "TW:I654321", "TW I654321"),
    (copyrights.parse, "软著登字第 １２３４５６７ 号", "软著登字第1234567号", "软著登字第1234567号"),
    (copyrights.parse, "软著变补字第201812345号", "软著变补字第201812345号", "软著变补字第201812345号"),
    (copyrights.parse, "软著登字第BJ12345", "软著登字第BJ12345号", "软著登字第BJ12345号"),
    (copyrights.parse, "国作登字－2020－F－01012345", "国作登字-2020-F-01012345", "国作登字-2020-F-01012345"),
    (copyrights.parse, "津作登字-2019-A-00012345", "津作登字-2019-A-00012345", "津作登字-2019-A-00012345"),
    (others.parse_variety, "CNA20191006012", "CNA20191006012", "CNA20191006012"),
    (others.parse_variety, "cna20101234.5", "CNA20101234.5", "CNA20101234.5"),
    (others.parse_layout, "BS.205001234", "BS.205001234", "BS.205001234"),
    (others.parse_agricultural_gi, "AGI00122", "AGI00122", "AGI00122"),
    (others.parse_agricultural_gi, "AGI2010-03-00259", "AGI00259", "AGI2010-03-00259"),
    (places.parse, "120118", "120118", "120118"),
    (places.parse, "120118000000", "120118", "120118"),
    (places.parse, "130102001", "130102001", "130102001"),
    (places.parse, "130102001000", "130102001", "130102001"),
    (places.parse, "130102001002", "130102001002", "130102001002"),
    (industries.parse, "C", "C", "C"),
    (industries.parse, "C3911", "C3911", "C3911"),
    (industries.parse, "0111", "A0111", "A0111"),
]
REFUSED = [
    (international.parse, "CN2019", "international_number.wrong_shape"),
    (international.parse_pct, "PCT/CN1950/000001", "pct_application.wrong_year"),
    (international.parse_pct, "PCT/CN77/00001", "pct_application.wrong_year"),
    (international.parse_wo, "WO 05/012345", "wo_publication.wrong_year"),
    (international.parse_pct, "PCT/CN2019/12345", "pct_application.wrong_shape"),
    (international.parse_wo, "WO 1950/000001", "wo_publication.wrong_year"),
    (international.parse_wo, "WO", "wo_publication.wrong_shape"),
    (international.parse_hague, "DM/1", "hague_registration.wrong_shape"),
    (international.parse_madrid, "G", "madrid_registration.wrong_shape"),
    (trademarks.parse, "123456789", "trademark.wrong_shape"),
    (trademarks.parse, "0", "trademark.wrong_shape"),
    (trademarks.parse_class, "46", "nice_class.out_of_range"),
    (trademarks.parse_class, "九", "nice_class.wrong_shape"),
    (trademarks.parse_group, "4601", "similar_group.out_of_range"),
    (trademarks.parse_item, "000001", "goods_item.out_of_range"),
    (trademarks.parse_item, "C08001", "goods_item.wrong_shape"),
    (classifications.parse, "Y02E 10/50", "ipc.wrong_shape"),
    (classifications.parse, "A01B 0/00", "ipc.out_of_range"),
    (classifications.parse, "A01B 1", "ipc.wrong_shape"),
    (classifications.parse, "14-03", "ipc.wrong_shape"),
    (classifications.parse_cpc, "Z01B 1/00", "cpc.wrong_shape"),
    (classifications.parse_locarno, "33-01", "locarno.out_of_range"),
    (classifications.parse_locarno, "A01B", "locarno.wrong_shape"),
    (classifications.parse_vienna, "30.1.1", "vienna.out_of_range"),
    (classifications.parse_vienna, "x", "vienna.wrong_shape"),
    (copyrights.parse, "2023RS1234567", "software_copyright.wrong_shape"),
    (overseas.parse, "CN202110123456.7", "overseas_number.domestic"),
    (overseas.parse, "11123456", "overseas_number.wrong_shape"),
    (overseas.parse, "WO2022/123456", "overseas_number.wrong_shape"),
    (overseas.parse, "XX12345", "overseas_number.wrong_shape"),
    (overseas.parse, "AD 100AA", "overseas_number.wrong_shape"),
    (overseas.parse, "AD 10AA", "overseas_number.wrong_shape"),
    (overseas.parse, "US12", "overseas_number.wrong_shape"),
    (overseas.parse, "PCT/CN2022/12345", "pct_application.wrong_shape"),
    (overseas.parse, "PCT/CN1922/123456", "pct_application.wrong_year"),
    (overseas.parse, "DM1", "hague_registration.wrong_shape"),
    (offices.read_office, "某国", "office.wrong_shape"),
    (offices.read_office, "XX", "office.wrong_shape"),
    (offices.read_office, "", "office.empty"),
    (copyrights.parse, "软著登字第号", "software_certificate.wrong_shape"),
    (copyrights.parse, "软著字第1234567号", "software_certificate.wrong_shape"),
    (copyrights.parse, "某作登字-2020-F-01012345", "work_copyright.unknown_province"),
    (copyrights.parse, "国作登字", "work_copyright.wrong_shape"),
    (others.parse_variety, "CNA2010", "plant_variety.wrong_shape"),
    (others.parse_layout, "BS", "layout_design.wrong_shape"),
    (others.parse_agricultural_gi, "AGI2010-13-00259", "agricultural_gi.wrong_shape"),
    (places.parse, "1201", "division_code.wrong_shape"),
    (places.parse, "990000", "division_code.unknown_province"),
    (places.parse, "830000", "division_code.unknown_province"),
    (industries.parse, "D3911", "industry_code.wrong_section"),
    (industries.parse, "9800", "industry_code.out_of_range"),
    (industries.parse, "00", "industry_code.out_of_range"),
    (industries.parse, "U", "industry_code.wrong_shape"),
]
READERS = sorted({read for read, *_ in READ}, key=lambda read: (read.__module__, read.__name__))
written = st.one_of(
    st.text(max_size=30),
    st.text("0123456789ABCDGHIKLMNOPRSTWY/-.()第号类国津作登字 ", max_size=18),
)


@pytest.mark.parametrize(("read", "text", "key", "printed"), READ)
def test_identifiers_are_read_keyed_and_printed(read, text, key, printed):
    found = read(text)
    assert (found.key, found.printed) == (key, printed)
    assert read(found.printed) == found


@pytest.mark.parametrize(("read", "text", "code"), REFUSED)
def test_refusals_have_stable_codes(read, text, code):
    with pytest.raises(IdentifierRefused) as caught:
        read(text)
    assert caught.value.code == code


@pytest.mark.parametrize("read", READERS)
def test_an_empty_text_is_refused_as_empty(read):
    with pytest.raises(IdentifierRefused) as caught:
        read(" \u3000")
    assert caught.value.reason == "empty" or caught.value.family == "international_number"


@pytest.mark.parametrize("read", READERS)
@given(text=written)
def test_no_text_breaks_a_reader_and_what_it_prints_reads_back(read, text):
    try:
        found = read(text)
    except IdentifierRefused:
        return
    assert read(found.printed) == found
    assert read(found.printed).key == found.key


def test_the_parts_that_statistics_need():
    symbol = classifications.parse("G06F17/30(2006.01)I")
    assert (symbol.section, symbol.class_symbol, symbol.subclass) == ("G", "G06", "G06F")
    assert (symbol.main_group, symbol.subgroup, symbol.edition, symbol.value) == ("17", "30", "2006.01", "I")
    assert (classifications.parse("G06").subclass, classifications.parse("G").class_symbol) == ("", "")


def test_a_cell_of_several_symbols_keeps_their_order_and_names_the_bad_one():
    symbols, problems = classifications.parse_ipc_list("H04L 29/08 ; G06F17/30；坏的|A01B1/02")
    assert [symbol.key for symbol in symbols] == ["H04L0029080000", "G06F0017300000", "A01B0001020000"]
    assert [(problem.code, problem.written) for problem in problems] == [("ipc.wrong_shape", "坏的")]


def test_the_key_of_a_trademark_right_is_number_and_class():
    number, nice_class = trademarks.parse("4409718A"), trademarks.parse_class("31")
    assert number.item_key(nice_class) == "4409718A-31"
    assert not nice_class.covers_services
    assert not trademarks.parse_class("34").covers_services
    assert trademarks.parse_class("35").covers_services
    assert trademarks.parse_item("C080001").added_by_china


def test_a_place_knows_its_level_and_what_is_above():
    levels = [
        places.parse(code).level for code in ("120000", "130100", "120118", "130102001", "130102001002")
    ]
    assert levels == ["province", "prefecture", "county", "township", "village"]
    assert places.parse("130102001").parents == ("130000", "130100", "130102")
    assert places.parse("120000").parents == ()
    assert places.parse("441900003").parents == ("440000", "441900")


def test_an_industry_knows_its_level_and_what_is_above():
    assert industries.parse("C3911").parents == ("C", "C39", "C391")
    assert [industries.parse(code).level for code in ("C", "C39", "C391", "C3911")] == [
        "section",
        "division",
        "group",
        "class",
    ]
    assert industries.parse("0111").derived
    assert not industries.parse("A0111").derived
    with pytest.raises(IdentifierRefused) as caught:
        industries.parse("D3911")
    assert (caught.value.expected, caught.value.position) == ("C", 1)


def test_every_division_of_the_industries_has_its_letter():
    divisions_of = (5, 7, 31, 3, 4, 2, 8, 2, 3, 4, 1, 2, 3, 4, 3, 1, 2, 5, 6, 1)
    sections = dict(zip("ABCDEFGHIJKLMNOPQRST", divisions_of, strict=True))
    expected = "".join(letter * divisions for letter, divisions in sections.items())
    assert "".join(industries.parse(f"{number:02d}").section for number in range(1, 98)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [("美国", "US"), ("us", "US"), ("ＥＰ", "EP"), ("美国(US)", "US"), ("（EM）", "EM"), ("中国台湾", "TW")],
)
def test_an_office_is_read_by_code_or_chinese_name(text, code):
    assert offices.read_office(text) == code


def test_a_number_of_another_office_than_the_column_says_is_refused():
    assert overseas.parse_national("11,123,456", "US").key == "US:11123456"
    with pytest.raises(IdentifierRefused) as refusal:
        overseas.parse_national("EP3123456B1", "US")
    assert (refusal.value.code, refusal.value.expected) == ("overseas_number.wrong_office", "US")
