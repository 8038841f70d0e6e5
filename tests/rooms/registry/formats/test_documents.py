"""XML: streamed, without entities, and honest about where it breaks off."""

from __future__ import annotations

import pytest

from tests.rooms.registry.formats.samples import entries, packed, records
from zhichan.core.imports.reading.grid import FileRefused
from zhichan.rooms.registry.formats import ReadingLimits, Record, Unreadable, recognise

DOCUMENT = """
<exchange-document country="CN" doc-number="{number}" kind="A" family-id="1">
<bibliographic-data><publication-reference><document-id document-id-type="docdb"><country>CN</country>
<doc-number>{number}</doc-number><kind>A</kind><date>20240102</date></document-id></publication-reference>
<invention-title lang="zh">一种<b>茶叶</b>机</invention-title></bibliographic-data></exchange-document>"""


def answer(count: int, prolog: str = "") -> str:
    body = "".join(DOCUMENT.format(number=900_000_000 + n) for n in range(count))
    return (
        f'<?xml version="1.0"?>{prolog}<world-patent-data xmlns="http://www.epo.org/exchange">'
        f"<exchange-documents>{body}</exchange-documents></world-patent-data>"
    )


def test_each_element_is_a_record_with_its_line():
    first, second = records(answer(2).encode())
    assert (first.number, first.place) == (1, "第 2 行 <exchange-document>")
    assert second.place == "第 6 行 <exchange-document>"
    assert second.values == {
        "office": "CN",
        "kind_code": "A",
        "publication_number": "CN900000001A",
        "publication_date": "20240102",
        "family_id": "1",
        "title": "一种茶叶机",
    }


def test_packed_and_utf16_documents_say_the_same():
    plain = records(answer(2).encode())
    assert records(packed(answer(2).encode())) == plain
    assert records(answer(2).encode("utf-16")) == plain


def test_a_document_that_breaks_off_gives_what_was_whole_and_one_reason():
    content = answer(3).encode()
    read = entries(content[: content.index(b"900000002") + 4])
    assert [type(entry) for entry in read] == [Record, Record, Unreadable]
    assert read[2].number == 3
    assert read[2].reason.endswith("行断开或写错，之后的内容没有读到。")


BILLION = """<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>"""


@pytest.mark.parametrize(
    "prolog",
    [
        BILLION,
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.org/x.dtd"> %p;]>',
        f"<!--{'x' * 70_000}-->",
    ],
)
def test_declarations_of_entities_are_refused(prolog):
    for content in (answer(1, prolog).encode(), answer(1, prolog).encode("utf-16")):
        with pytest.raises(FileRefused) as refused:
            entries(content)
        assert "实体" in refused.value.message


def test_encodings_that_hide_declarations_are_refused():
    with pytest.raises(FileRefused):
        entries(b'<?xml version="1.0" encoding="UTF-7"?><exchange-documents/>')


def test_a_dtd_elsewhere_is_never_fetched():
    prolog = '<!DOCTYPE world-patent-data SYSTEM "http://example.invalid/a.dtd">'
    (record,) = records(answer(1, prolog).replace("一种", "一种&what;").encode())
    assert record.values["title"] == "一种&what;茶叶机"


def test_deep_and_large_documents_are_refused_or_named():
    deep = answer(1).replace("</exchange-documents>", "<a>" * 5000)
    assert [type(entry) for entry in entries(deep.encode())] == [Record, Unreadable]
    with pytest.raises(FileRefused):
        entries(answer(50).encode(), limits=ReadingLimits(xml_bytes=1000))


def test_other_documents_are_recognised_as_nothing():
    for content in (b"<a/>", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'):
        with pytest.raises(FileRefused):
            recognise(content)
