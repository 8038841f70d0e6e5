"""Every real file has one layout, gives as many records as its description says, and says what it says."""

from __future__ import annotations

from collections import Counter

import pytest

from zhichan.core.imports.reading.grid import FileRefused
from zhichan.rooms.registry.formats import (
    Record,
    all_formats,
    format_named,
    judged,
    recognise,
    sample_of,
)
from zhichan.rooms.registry.formats.fields import FIELDS
from zhichan.rooms.registry.identifiers.patent_applications import application_key

TABLES = {
    "cn_companies/company_industry.csv.gz": ("company_industry", 3990),
    "cn_companies/company_patent_counts.csv.gz": ("company_patent_counts", 3147),
    "cn_companies/listed_companies.csv.gz": ("listed_companies", 4215),
    "cn_companies/vc_backed_firms_zh_en.csv.gz": ("funded_companies", 3872),
    "cn_patents_abstracts/patents.csv.gz": ("patent_list", 6645),
    "cn_patents_biomed/patents.csv.gz": ("citation_list", 11463),
    "cn_patents_by_company/cn_zh.csv.gz": ("patentscope_by_company", 90652),
    "cn_patents_by_company/other_lang.csv.gz": ("patentscope_by_company", 22742),
    "cn_patents_ipc_labels/labels.csv.gz": ("ipc_labels", 8749),
    "cn_patents_small/cnipr_export_199.csv": ("cnipr_export", 174),
    "cn_patents_small/cnipr_export_199.xlsx": ("cnipr_export", 174),
    "cn_patents_small/cnki_claims_33.csv": ("cnki_list", 29),
    "cn_patents_small/cpc_multilabel_sample_57.csv": ("cpc_labels", 49),
    "cn_patents_small/fulltext_demo.csv.gz": ("fulltext_list", 7),
    "cn_patents_small/ipc_abstract_first_claim_30.csv": ("ipc_abstract_claim", 26),
    "cn_patents_small/university_list.csv": ("patent_list", 113),
    "cn_patents_topic36/bdci2022.csv.gz": ("topic_labels", 3691),
    "world_patents/derwent_synbio_644.csv.gz": ("derwent_export", 584),
    "world_patents/espacenet_export_25.csv": ("espacenet_export", 24),
    "world_patents/ewaste_labelled_8867.csv.gz": ("ewaste_landscape", 7950),
    "world_patents/lens_drones_5884.csv.gz": ("lens_export", 5293),
    "world_patents/lens_export_1000.csv.gz": ("lens_export", 889),
    "world_patents/patentscope_10k.csv.gz": ("patentscope_list", 9003),
    "world_patents/ritonavir_804.csv.gz": ("ritonavir_landscape", 718),
    "world_patents/wipson_export_1415.csv.gz": ("wips_on", 1252),
}
OPS = "world_patent_xml/epo_ops/published_test_"
DOCUMENTS = {
    "trademark_xml/rn2178784-ST-961_D3.xml.gz": ("st96_trademark", 1),
    "trademark_xml/rn2178784-ST-962.2.1.xml.gz": ("st96_trademark", 1),
    "trademark_xml/sn76044902.xml.gz": ("st66_trademark", 1),
    "world_patent_xml/st96_v6_instances/DesignApplication_Example.xml.gz": ("st96_design", 1),
    "world_patent_xml/st96_v6_instances/PatentPublication_Example.xml.gz": ("st96_patent", 1),
    "world_patent_xml/st96_v6_instances/TrademarkApplication_Example.xml.gz": ("st96_trademark", 1),
    f"{OPS}biblio_example.xml.gz": ("epo_exchange", 1),
    f"{OPS}biblio_example_2.xml.gz": ("epo_exchange", 1),
    f"{OPS}biblio_example_3.xml": ("epo_exchange", 1),
    f"{OPS}biblio_example_4.xml.gz": ("epo_exchange", 1),
    f"{OPS}full_cycle_example.xml.gz": ("epo_exchange", 2),
    f"{OPS}claims_example.xml": ("epo_fulltext", 1),
    f"{OPS}claims_example_2.xml": ("epo_fulltext", 1),
    f"{OPS}description_example.xml": ("epo_fulltext", 1),
    f"{OPS}search_example.xml": ("epo_search", 15),
    "world_patent_xml/epo_ops/family_fixtures_family_input.xml": ("epo_family", 6),
    "world_patent_xml/epo_ops/legal_fixtures_example_1.xml.gz": ("epo_family", 1),
    "world_patent_xml/epo_ops/legal_fixtures_example_2.xml.gz": ("epo_family", 1),
    "world_patent_xml/epo_ops/legal_fixtures_example_3.xml.gz": ("epo_family", 1),
}


def the_record(shared, path, number=1):
    source = shared / "data" / path
    for entry in recognise(source).format.read(source):
        if entry.number == number:
            return entry
    raise AssertionError(f"{path} has no record {number}")


@pytest.mark.parametrize(("path", "expected"), {**TABLES, **DOCUMENTS}.items())
def test_each_file_has_one_layout_and_its_count_of_records(shared, path, expected):
    source = shared / "data" / path
    possible = judged(sample_of(source))
    scores = [recognition.verdict.score for recognition in possible]
    assert scores[0] == max(scores)
    assert scores.count(scores[0]) == 1
    layout, count = possible[0].format, 0
    for count, entry in enumerate(layout.read(source), 1):
        assert entry.number == count
        assert isinstance(entry, Record), entry
        assert entry.place
        for name, value in entry.values.items():
            assert isinstance(value, tuple) == FIELDS[layout.kind][name].many, name
            assert value
    assert (layout.name, count) == expected


def test_each_chinese_document_is_one_record(shared):
    found = Counter()
    for source in sorted((shared / "data/cn_patent_xml").rglob("*")):
        if source.is_file() and ".xml" in source.name.lower():
            layout = recognise(source).format
            assert len(list(layout.read(source))) == 1
            found[layout.name] += 1
    assert found == {"cn_publication": 6, "cn_publication_old": 5, "cn_application_body": 16}


def test_all_layouts_are_used_by_a_real_file_or_are_plain_lists(shared):
    used = {name for name, _count in (*TABLES.values(), *DOCUMENTS.values())}
    used |= {"cn_publication", "cn_publication_old", "cn_application_body"}
    assert {layout.name for layout in all_formats()} - used == {
        "copyright_list",
        "headerless_list",
        "organisation_list",
        "overseas_list",
        "trademark_list",
    }


def test_files_of_other_things_are_recognised_as_nothing(shared):
    for path in (
        "cn_companies/industry_codes.csv",
        "cn_companies/industry_parents.csv",
        "cn_patents_ipc_labels/label_metrics_baseline.csv",
        "entity_resolution/inventor_lai-2011-benchmark.csv.gz",
        "world_patent_xml/uspto/xml2014/US08930553.xml.gz",
        "world_patent_xml/uspto/sgml/US06336130.xml.gz",
        "world_patent_xml/uspto/xml4ip/sample_XML4IP.ZIP",
    ):
        with pytest.raises(FileRefused):
            recognise(shared / "data" / path)


def test_chinese_numbers_in_foreign_lists_are_put_into_the_form_the_office_prints(shared):
    """The year apart, noughts before short numbers, whole years of the first four years."""
    listed = format_named("wips_on").read(shared / "data/world_patents/wipson_export_1415.csv.gz")
    numbers = [one.values["application_number"] for one in listed if one.values.get("office") == "CN"]
    assert len(numbers) == 143
    assert all(isinstance(application_key(number), tuple) for number in numbers)
    families = format_named("ewaste_landscape").read(
        shared / "data/world_patents/ewaste_labelled_8867.csv.gz"
    )
    early = [one for one in families if one.values.get("publication_number", "").startswith("CN8")]
    assert [one.values["publication_number"] for one in early] == ["CN85100156A", "CN85104034A"]


def test_the_cnipr_workbook_says_the_same_as_its_csv(shared):
    folder = shared / "data/cn_patents_small"
    (text, book) = (folder / "cnipr_export_199.csv", folder / "cnipr_export_199.xlsx")
    layout = recognise(text).format
    differing = [
        one.number
        for one, other in zip(layout.read(text), layout.read(book), strict=True)
        if one.values != other.values
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("path", "number", "place", "values"),
    [
        (
            "cn_patents_small/cnipr_export_199.xlsx",
            1,
            "Sheet1!2",
            {
                "application_number": "CN201220249767.4",
                "publication_number": "CN202644312U",
                "publication_date": "2013.01.02",
                "postcode": "226634",
                "agency_code": "32243",
                "ipc": ("E01B3/32(2006.01)I",),
            },
        ),
        (
            "cn_patents_small/university_list.csv",
            113,
            "第 130 行",
            {"application_number": "202310366941.6", "application_date": "20230407", "legal_status": "申请"},
        ),
        (
            "cn_patents_small/cnki_claims_33.csv",
            1,
            "第 2 行",
            {"publication_number": "CN108982325A", "application_date": "2018-07-30"},
        ),
        (
            "cn_patents_abstracts/patents.csv.gz",
            1,
            "第 2 行",
            {"application_number": "CN85102475", "application_date": "1985-04-01", "ipc_main": "H02K17/02"},
        ),
        (
            "cn_patents_by_company/other_lang.csv.gz",
            22742,
            "第 22743 行",
            {
                "office": "WO",
                "publication_number": "WO/2017/101738",
                "application_number": "PCT/CN2016/109237",
                "inventors": ("PENG, Yulin",),
            },
        ),
        (
            "world_patents/lens_export_1000.csv.gz",
            1,
            "第 2 行",
            {
                "publication_number": "US 2013/0101709 A1",
                "publication_date": "25/04/13",
                "cpc": ("A23L1/0067", "G01G19/00"),
            },
        ),
        (
            "world_patents/espacenet_export_25.csv",
            24,
            "第 25 行",
            {"publication_number": "PT2327719E", "kind_code": "E", "applicant_countries": ("IT",)},
        ),
        (
            "world_patents/wipson_export_1415.csv.gz",
            1252,
            "第 1266 行",
            {
                "application_number": "2002-7005463",
                "grant_number": "0490077",
                "priorities": ("US 1999-162558 1999-10-29", "US 2000-182872 2000-02-16"),
            },
        ),
        (
            "world_patents/patentscope_10k.csv.gz",
            1,
            "第 2 行",
            {
                "publication_date": "21.08.2009",
                "priorities": ("200402236U 2004-10-01T23:59:59.000Z ES",),
                "applicants": None,
            },
        ),
        (
            "cn_patents_topic36/bdci2022.csv.gz",
            1,
            "第 2 行",
            {"application_number": "538f267d2e6fba48b1286fb7f1499fe7", "labels": ("0",)},
        ),
        (
            "cn_companies/listed_companies.csv.gz",
            1,
            "第 2 行",
            {"listed_code": "301079", "short_name": "邵阳液压", "listing_date": "2021-10-19"},
        ),
        (
            "cn_patent_xml/cnipa_publication/CN102010000298420CN00001019453140BFULZH20190802CN00D.XML.gz",
            1,
            "第 3 行 <PatentDocumentAndRelated>",
            {
                "publication_number": "CN101945314B",
                "application_number": "201010298420.4",
                "citations": ("CN1719946A",),
                "examiner": "王欣",
                "claims_count": "7",
                "county": "天河区",
            },
        ),
        (
            "cn_patent_xml/cn_old/200880114428_A.xml.gz",
            1,
            "第 3 行 <cn-patent-document>",
            {
                "publication_number": "CN103492414A",
                "priorities": ("US 60/984,910 20071102",),
                "pct_publication_number": "WO2009/058797",
                "pct_entry_date": "20100430",
                "agency_code": "11247",
                "claims_count": "44",
            },
        ),
        (
            "cn_patent_xml/cnipa_application_body/2010102412224/100001-/DA000002391714.xml",
            1,
            "第 4 行 <cn-application-body>",
            {"application_number": "2010102412224", "document_part": "权利要求书", "claims_count": "2"},
        ),
        (
            "world_patent_xml/epo_ops/legal_fixtures_example_1.xml.gz",
            1,
            "第 11 行 <family-member>",
            {"publication_number": "EP1000000A1", "family_id": "19768124"},
        ),
        (
            "trademark_xml/sn76044902.xml.gz",
            1,
            "第 1 行 <TransactionData>",
            {"number": "2824281", "mark_text": "PYTHON", "classes": ("009", "042"), "status": "702"},
        ),
        (
            "trademark_xml/rn2178784-ST-962.2.1.xml.gz",
            1,
            "第 8 行 <Trademark>",
            {"number": "2178784", "holder": "Oracle America, Inc.", "classes": ("009",)},
        ),
        (
            "world_patent_xml/st96_v6_instances/PatentPublication_Example.xml.gz",
            1,
            "第 12 行 <PatentPublication>",
            {"publication_number": "US08936998B2", "divisional_of": "12741916", "cpc_main": "H01L21/2007"},
        ),
    ],
)
def test_a_row_seen_by_eye_says_the_same(shared, path, number, place, values):
    record = the_record(shared, path, number)
    assert record.place == place
    assert {name: record.values.get(name) for name in values} == values


def test_a_claim_goes_on_behind_its_line_breaks(shared):
    claims = the_record(shared, "cn_patent_xml/annotated_examples/cn_old4.xml.gz").values["claims"]
    first = claims.split("\n")[0]
    assert first.startswith(
        "1.一种脚型量具，其特征在于：该脚型量具呈鞋状，包括鞋底和帮面，所述帮面覆于鞋底上"
    )
    assert len(claims.split("\n")) == 10


def test_legal_events_of_a_family_are_all_there(shared):
    record = the_record(shared, "world_patent_xml/epo_ops/legal_fixtures_example_1.xml.gz")
    assert len(record.values["legal_events"]) == 50
    assert record.values["legal_events"][0] == "2002-06-05 17Q FIRST EXAMINATION REPORT DESPATCHED"
