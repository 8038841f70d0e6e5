"""The documents of protection: every template filled and read back, and held against the domain's list."""

from __future__ import annotations

import io
import re
import tomllib
from functools import cache
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn

from zhichan.core.documents.definition import DocumentClass, Layout, Seal, ServiceWay
from zhichan.core.documents.fields import FieldType, From, Whose
from zhichan.core.documents.filling import fill, own_template
from zhichan.core.documents.layout.page import FACES, FANGSONG, TITLE_SONG
from zhichan.core.documents.loading import all_definitions
from zhichan.core.documents.masking.masking import mask_values, survivors
from zhichan.core.documents.masking.secrets import secrets_of_seat
from zhichan.core.documents.package import parts_of
from zhichan.core.documents.samples import sample_values
from zhichan.core.documents.text import paragraphs_of, text_of
from zhichan.core.documents.uploads import template_faults
from zhichan.core.matters.loading import all_procedures

DEFINITIONS = all_definitions()
each = pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.id)
# Papers that no procedure issues are not in the domain's list of documents of procedures.
BESIDE_PROCEDURES = ["follow_up_notice"]
CLASSES = {"OUT": "outgoing", "INT": "internal", "REC": "record", "IN": "incoming"}
RETENTION = {
    "pen_ord": "penalty",
    "pen_sum": "penalty_minor",
    "crim": "crime",
    "adj": "adjudication",
    "med": "mediation",
    "aid": "aid",
    "follow": "with_file",
    "none": "not_kept",
}
# The domain's list has these as outgoing or internal; they are written down as something happens.
RECORDS = {"service_receipt", "handover_list"}
# A register of received applications bears no seal of its own.
UNSEALED = {"pm_register"}
PUBLISHED = ("penalty_decision", "publicity_abstract", "publicity_withdrawal", "adj_decision")
WORDS = (FieldType.TEXT, FieldType.NAME, FieldType.PERSON)
DECIDING = (
    *("penalty_decision", "no_penalty_decision", "summary_decision", "coercion_decision"),
    *("coercion_extension", "correction_order", "complaint_refuse", "adj_refuse", "adj_decision"),
)


@cache
def domain(shared) -> dict[str, dict]:
    text = (shared / "domain" / "data" / "documents.toml").read_text(encoding="utf-8")
    return {entry["id"]: entry for entry in tomllib.loads(text)["document"]}


@each
@pytest.mark.parametrize("with_optional", [True, False])
def test_a_template_is_filled_and_read_back(definition, with_optional: bool) -> None:
    values = sample_values(definition, with_optional=with_optional)
    content = fill(definition, values)
    lines = paragraphs_of(content)
    text = "\n".join(lines)
    assert definition.title in lines
    assert str(values["organ"]) in text
    for sign in ("{{", "}}", "{%", "%}", "None", "()", "[]", "印章位置", "。。", "，，", "：："):
        assert sign not in text, sign
    if definition.number:
        assert str(values["number"]) in lines
    if definition.seal is not Seal.NONE:
        assert (values["organ"], "2026年1月5日") in pairwise(lines)
    assert fill(definition, values) == content


@each
def test_every_field_is_printed_where_it_is_given(definition) -> None:
    """A word of its own in every text field comes back, at least with one of the choices there are."""
    values = sample_values(definition)
    plain = [
        one for one in definition.fields if one.type in (FieldType.TEXT, FieldType.NAME, FieldType.PERSON)
    ]
    values.update((one.key, f"示例{number}号填写") for number, one in enumerate(plain))
    text = text_of(fill(definition, values))
    absent = [one.key for one in plain if str(values[one.key]) not in text]
    assert set(absent) <= {"other_ways"}, absent


@each
def test_page_and_faces_are_those_of_the_standard(definition) -> None:
    document = Document(io.BytesIO(own_template(definition)))
    section = document.sections[0]
    measures = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    assert [round(one / 36_000) for one in measures] == [210, 297, 28, 26]
    assert [round(one / 3_600) for one in (section.top_margin, section.bottom_margin)] == [346, 326]
    assert section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == "592"
    named = re.findall(
        r'w:eastAsia="([^"]+)"', parts_of(own_template(definition))["word/document.xml"].decode()
    )
    faces = set(named) - {"zh-CN"}
    assert faces <= {name for name, _other, _family in FACES}
    assert {FANGSONG, TITLE_SONG} <= faces
    assert section.different_first_page_header_footer is (definition.layout is Layout.LETTER)


@each
def test_our_template_is_one_an_office_could_hand_in(definition) -> None:
    assert template_faults(own_template(definition), definition) == []


@each
def test_a_draft_shows_where_the_seal_will_stand(definition) -> None:
    values = {k: v for k, v in sample_values(definition).items() if k not in ("number", "issued_on")}
    assert ("印章位置" in text_of(fill(definition, values, is_draft=True))) is (
        definition.seal is not Seal.NONE
    )


def test_the_papers_that_no_procedure_issues_are_known() -> None:
    assert [one.id for one in DEFINITIONS if not one.procedures] == BESIDE_PROCEDURES


@pytest.mark.parametrize(
    "definition", [one for one in DEFINITIONS if one.id not in BESIDE_PROCEDURES], ids=lambda one: one.id
)
def test_a_definition_agrees_with_the_domain_list(definition, shared) -> None:
    known = domain(shared)[definition.id]
    is_record = definition.id in RECORDS
    assert definition.document_class == ("record" if is_record else CLASSES[known["class"]])
    assert definition.retention == RETENTION[known["retention"]]
    assert definition.masking == known["mask"]
    assert definition.volume == known.get("volume", "")
    assert definition.fields_mark == known["fields_status"]
    assert definition.seal == ("none" if definition.id in UNSEALED else known["seal"])
    form = re.search(r"no\. (\d+)", known.get("national_form", ""))
    assert definition.national_form == (int(form[1]) if form else None)
    has_remedies = "remedy" in known["blocks"]
    assert bool(definition.remedies) is (has_remedies or definition.id == "adj_decision")
    plain = definition.title.translate(str.maketrans("（）", "()"))
    known_title = re.sub(r"\((查封/扣押|投诉)\)", "", known["name_zh"])
    assert known_title in plain or known_title.removeprefix("投诉") in plain


@pytest.mark.parametrize("name", DECIDING)
def test_whatever_refuses_orders_or_fines_tells_how_to_object(name: str) -> None:
    definition = next(one for one in DEFINITIONS if one.id == name)
    text = text_of(fill(definition, sample_values(definition)))
    if name == "adj_decision":
        assert "十五日内依照行政诉讼法" in text
    elif name == "summary_decision":
        assert re.search(r"六十日内先向.+申请行政复议", text)
    else:
        assert re.search(r"六十日内向.+申请行政复议，也可以.+六个月内向.+提起行政诉讼", text)


def test_one_sequence_of_numbers_is_shared_only_on_purpose() -> None:
    words: dict[str, list[str]] = {}
    for one in DEFINITIONS:
        if one.number:
            words.setdefault(f"{one.number.pattern}{one.number.word}", []).append(one.id)
    shared = [names for names in words.values() if len(names) > 1]
    assert sorted(shared) == [
        ["adj_accept", "adj_decision"],
        ["report_filed_notice", "report_notfiled_notice"],
    ]
    for one in DEFINITIONS:
        if one.number and "〔" in one.number.pattern:
            assert "〔{year}〕" in one.number.pattern


def test_records_and_approvals_have_no_number_and_are_not_published() -> None:
    for one in DEFINITIONS:
        if one.document_class is not DocumentClass.OUTGOING:
            assert (one.number, one.masking) == (None, "none"), one.id
        elif one.service is ServiceWay.SERVED:
            assert one.seal is not Seal.NONE, one.id


def test_what_a_document_takes_from_the_matter_is_there() -> None:
    """Facts, seats and earlier documents that sources name exist in a procedure that issues the document."""
    ids = {one.id for one in DEFINITIONS}
    for definition in DEFINITIONS:
        issuing = [one for one in all_procedures() if any(definition.id in move.issues for move in one.moves)]
        asked = {field.name for one in issuing for field in one.opening}
        asked |= {field.name for one in issuing for move in one.moves for field in move.form}
        seats = {seat.name for one in issuing for seat in one.seats}
        for field in definition.fields:
            kind, path = field.origin.kind, field.origin.path
            assert kind is not From.ISSUED or path[0] in ids, (definition.id, field.key)
            assert not issuing or kind is not From.FACT or path[0] in asked, (definition.id, field.key)
            assert not issuing or kind is not From.SEAT or path[0] in seats, (definition.id, field.key)


def test_every_document_that_a_step_issues_has_a_definition() -> None:
    by_id = {one.id: one for one in DEFINITIONS}
    for procedure in all_procedures():
        for move in procedure.moves:
            for name in move.issues:
                assert procedure.name in by_id[name].procedures, (procedure.name, move.name, name)


@pytest.mark.parametrize(
    "name", ["penalty_decision", "publicity_abstract", "publicity_withdrawal", "adj_decision"]
)
def test_a_public_copy_holds_no_secret_of_anybody(name: str) -> None:
    definition = next(one for one in DEFINITIONS if one.id == name)
    values = sample_values(definition)
    persons = [one for one in definition.fields if one.type is FieldType.PERSON]
    values.update((one.key, f"证{number}人") for number, one in enumerate(persons))
    prose = [one.key for one in definition.fields if one.type is FieldType.LONG_TEXT]
    secret = "由证人赵钱孙（电话１３９-0000-0000）指认"
    values.update((key, f"{secret}。") for key in prose)
    others = secrets_of_seat("witness", {"name": "赵钱孙", "phone": "13900000000"}, is_person=True)
    masked = mask_values(definition, values, definition.masking, others=others)
    text = text_of(fill(definition, masked.values))
    assert survivors(text, masked.secrets, masked.kept) == []
    for gone in ("赵钱孙", "13900000000", "0000-0000", *(str(values[one.key]) for one in persons)):
        assert gone not in text
    party = [one for one in definition.fields if one.whose is Whose.PARTY and one.type is FieldType.NAME]
    assert party
    assert all(str(values[one.key]) in text for one in party)
