"""Definitions of documents: what is read, and that every fault is told with file and line."""

from __future__ import annotations

import re

import pytest

from tests.core.documents.making import BLOCKS, NOTICE, faults, line_of, read
from zhichan.core.documents.definition import DocumentClass, Layout, LineKind, Seal
from zhichan.core.documents.fields import FieldType, From, Whose
from zhichan.core.documents.loading import File, all_definitions, definition_of, definitions_in
from zhichan.core.documents.reading import FaultyDefinition, read_blocks
from zhichan.core.documents.retention import all_retention_classes
from zhichan.core.errors import NotFound
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Mark, Source


def test_a_definition_is_read_whole() -> None:
    notice = read()
    assert (notice.id, notice.title, notice.version) == ("notice", "示例告知书", 1)
    assert (notice.document_class, notice.layout, notice.seal) == (
        DocumentClass.OUTGOING,
        Layout.PAPER,
        Seal.ORGAN,
    )
    assert notice.signed_by == (Part.DEPARTMENT_HEAD,)
    assert notice.basis == (
        Source("行政处罚法", "第四十四条", Mark.VERIFIED),
        Source("行政复议法", "第二十条", Mark.VERIFIED),
    )
    party = notice.field("party")
    assert (party.type, party.whose, str(party.origin)) == (FieldType.NAME, Whose.PARTY, "seat.party.name")
    assert notice.field("court").origin.kind is From.OFFICE
    assert [column.label for column in notice.field("goods").columns] == ["名称", "所有人", "单价"]
    assert faults(NOTICE) == []


def test_lines_of_a_block_keep_their_own_place() -> None:
    notice = read()
    line = next(line for line in notice.body if "起诉" in line.text)
    assert line.place == f"shared/blocks.toml:{line_of(BLOCKS, '可以向')}"
    heading = next(line for line in notice.body if line.kind is LineKind.HEADING)
    assert (heading.text, heading.place) == ("一、事实", f"notice.toml:{line_of(NOTICE, '# 一、事实')}")


def test_numbers_follow_their_pattern() -> None:
    number = read().number
    assert number is not None
    assert number.text("示", 2026, 12) == "示市监示告〔2026〕12号"
    assert number.series("示") == "示示告"
    assert number.blank() == "\u3000\u3000市监示告〔\u3000\u3000〕\u3000\u3000号"


@pytest.mark.parametrize(
    ("old", "new", "words", "reason"),
    [
        ("id = ", "name = ", "name =", "不认识 name"),
        ('title = "示例告知书"\n', "", "id =", "没有写 title"),
        ('title = "示例告知书"', 'title = ""', "id =", "没有写 title"),
        ("version = 1", 'version = "1"', "version", "version 的值不对"),
        ("version = 1", "version = true", "version", "version 的值不对"),
        ('class = "outgoing"', 'class = "letter"', "class =", "没有“letter”"),
        ('"department_head"', '"nobody"', "signed_by", "没有“nobody”"),
        ('id = "notice"', 'id = "other"', "id =", "文件名要与 id 相同"),
        ('type = "money", required', 'type = "coin", required', 'key = "fine"', "没有“coin”"),
        ('label = "违法事实", ', "", 'key = "facts"', "没有写 label"),
        ('source = "fact.facts_found"', 'source = "guess.it"', 'key = "facts"', "没有“guess”"),
        ("@seal", "@stamp", "@stamp", "不认识 @stamp"),
        ("@seal", "@seal 机关", "@seal 机关", "不能写内容"),
        ("@list grounds", "@list", "@list", "要写内容"),
        ("@block remedies", "@block nothing", "@block nothing", "没有这个段落块 nothing"),
        ("@list grounds", "| 一 | 二 | 三 |", "| 一", "一行只能有一格、两格或四格"),
        ("@list grounds", "| 一 | 二", "| 一", "以 | 结尾"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(old: str, new: str, words: str, reason: str) -> None:
    text = NOTICE.replace(old, new, 1)
    assert text != NOTICE
    with pytest.raises(FaultyDefinition, match=re.escape(reason)) as refused:
        read(text)
    assert str(refused.value).startswith(f"notice.toml:{line_of(text, words)}: ")


@pytest.mark.parametrize(
    ("old", "new", "words", "reason"),
    [
        ("{{ facts }}", "{{ fact }}", "{{ fact }}", "没有这个填写项：fact"),
        ("{{ facts }}", "{{ facts }", "{{ facts }", "占位符没有写完整"),
        ("{{ facts }}", "{{ facts }}}}", "{{ facts }}}}", "有一个多余的 }}"),
        ("{{ facts }}", "{{ facts | upper }}", "upper", "只能写一个填写项"),
        ("{{ facts }}", "{{ hearing }}", "{{ hearing }}", "只能作条件"),
        ("{{ facts }}", "{{ goods }}", "{{ goods }}", "要逐行打印"),
        ("{{ facts }}", "{% if facts %}{{ facts }}", "{% if facts %}", "同一行里结束"),
        ('kind == "罚款"', 'kind == "拘留"', "拘留", "只能与它的选项相比：警告、罚款"),
        ("@list grounds", "@list facts", "@list facts", "facts 不是列表"),
        ("@table goods", "@table grounds", "@table grounds", "grounds 不是表格"),
        ("理由：{{ grounds }}\n@list grounds", "理由", "id =", "填写项 grounds 没有用到"),
        ('type = "choice", choices = ["警告", "罚款"]', 'type = "choice"', 'key = "kind"', "要有选项"),
        (', source = "seat.party.name", whose = "party"', "", 'key = "party"', "要写明是谁的"),
        ('"seat.party.name"', '"seat.party.shoe_size"', 'key = "party"', "没有 shoe_size"),
        ('"seat.party.name"', '"seat.party"', 'key = "party"', "来源 seat.party 写得不对"),
        ('type = "yes_no", required = false', 'type = "yes_no"', 'key = "hearing"', "不能写成必填"),
        ('key = "grounds", label', 'key = "organ", label', 'key = "organ"', "本来就有"),
        ('retention = "penalty"', 'retention = "ever"', "retention", "没有这个保管期限类别 ever"),
        ('masking = "penalty"', 'masking = "some"', "masking", "没有这个遮盖规则 some"),
        ("@block remedies\n", "向{{ court }}起诉。\n", "remedies =", "正文没有写救济途径"),
        ("@seal\n", "", "seal =", "要有且只有一行 @seal"),
        ('copies = "一式二份"\n', "", "class =", "写明份数与去向"),
        ("〔{year}〕{n}号", "{n}号", "number =", "编号要有 {year} 和 {n}"),
        ('layout = "paper"', 'layout = "sheet"', "layout =", "没有一行表格"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_line(old: str, new: str, words: str, reason: str) -> None:
    text = NOTICE.replace(old, new, 1)
    assert text != NOTICE
    try:
        told = faults(text)
    except FaultyDefinition as refused:
        told = [str(refused)]
    assert any(reason in one for one in told), told
    place = next(one for one in told if reason in one).split(": ", 1)[0]
    assert place in (f"notice.toml:{line_of(text, words)}", "notice.toml:1")


def test_a_file_that_is_no_toml_is_told_with_its_line() -> None:
    with pytest.raises(FaultyDefinition, match=r"notice\.toml:4: 不是合格的 TOML"):
        read(NOTICE.replace('title = "示例告知书"', 'title = "示例告知书'))


def test_a_block_inside_itself_is_refused() -> None:
    blocks = BLOCKS.replace("不服的，", "@block remedies\n不服的，")
    with pytest.raises(FaultyDefinition, match="套住了自己"):
        definitions_in([File("notice.toml", NOTICE), File("shared/blocks.toml", blocks)])


def test_officers_fill_a_table_that_has_a_column_for_their_names() -> None:
    told = "officers 只能填有 name 一栏的表格"
    table = 'columns = [{ key = "name", label = "姓名", type = "person", whose = "officer" }]'
    for given, told_of in ((table, []), (table.replace('"name"', '"who"'), [told])):
        field = f'{{ key = "people", label = "人员", type = "table", source = "officers", {given} }},'
        text = NOTICE.replace("fields = [", f"fields = [\n  {field}", 1).replace(
            "@seal", "@table people\n@seal"
        )
        assert [one.rpartition("：")[2] for one in faults(text)] == told_of


def test_a_block_nobody_uses_and_one_written_twice_are_refused() -> None:
    spare = BLOCKS + BLOCKS.replace('"remedies"', '"spare"')
    with pytest.raises(FaultyDefinition, match="段落块 spare 没有文书用到"):
        definitions_in([File("notice.toml", NOTICE), File("shared/blocks.toml", spare)])
    with pytest.raises(FaultyDefinition, match="写了两次"):
        read_blocks("shared/blocks.toml", BLOCKS + BLOCKS)


def test_every_fault_of_every_file_is_told_at_once() -> None:
    worse = NOTICE.replace("{{ facts }}", "{{ a }}{{ b }}").replace('"notice"', '"worse"')
    files = [
        File("notice.toml", NOTICE.replace("@seal", "@stamp")),
        File("worse.toml", worse),
        File("shared/blocks.toml", BLOCKS),
    ]
    with pytest.raises(FaultyDefinition) as refused:
        definitions_in(files)
    for told in ("@stamp", "没有这个填写项：a", "没有这个填写项：b"):
        assert told in str(refused.value)


def test_documents_of_the_rooms_are_found_by_name() -> None:
    names = [one.id for one in all_definitions()]
    assert names == sorted(set(names))
    assert definition_of(names[0]).id == names[0]
    with pytest.raises(NotFound, match="没有文书“nothing”"):
        definition_of("nothing")


def test_a_basis_that_was_not_verified_is_told() -> None:
    assert not read().has_unverified_basis
    assert read(NOTICE.replace('mark = "verified"', 'mark = "memory"')).has_unverified_basis


def test_retention_classes_say_for_how_long_and_by_what_rule() -> None:
    classes = {one.id: one for one in all_retention_classes()}
    assert [(one.years, one.important_years) for one in (classes["penalty"], classes["crime"])] == [
        (30, "permanent"),
        ("permanent", "permanent"),
    ]
    assert (classes["with_file"].years, classes["aid"].years) == (None, 10)
    assert all(one.basis.title and one.label for one in classes.values())
