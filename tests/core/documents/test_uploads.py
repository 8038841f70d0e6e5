"""Templates that an office hands in: an edited one is used, a hostile or torn one is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.core.documents.making import VALUES, changed, read, with_part
from zhichan.core.documents.filling import fill, own_template
from zhichan.core.documents.layout.template import identifier_of
from zhichan.core.documents.package import BODY, packed, parts_of
from zhichan.core.documents.text import text_of
from zhichan.core.documents.uploads import fields_used, refuse_unfit, template_faults, template_for
from zhichan.core.errors import InvalidInput

NOTICE = read()
OURS = own_template(NOTICE)
ISSUED = {**VALUES, "issued_on": date(2026, 1, 5)}
RELS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_words(words: str) -> bytes:
    """Our template with a paragraph of an office's own in the middle."""
    return changed(OURS, BODY, "{{ facts }}", words)


def with_relation(kind: str, target: str, mode: str = "") -> bytes:
    added = f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(OURS, RELS, "</Relationships>", added)


def test_our_own_template_is_fit_and_says_what_it_is() -> None:
    assert template_faults(OURS, NOTICE) == []
    assert template_for(OURS) == identifier_of(NOTICE) == "zhichan:notice:1"


def test_an_edited_template_is_used() -> None:
    edited = changed(
        with_words("经查，{{ facts }}{% if hearing %}可以听证。{% endif %}"),
        BODY,
        "示例告知书",
        "示 例 告 知 书",
    )
    text = text_of(fill(NOTICE, {**ISSUED, "hearing": True}, template=edited))
    assert "经查，销售侵权商品。可以听证。" in text
    assert "示 例 告 知 书" in text


def test_a_placeholder_parted_by_the_word_processor_is_still_read() -> None:
    parted = with_words("{{ fa</w:t></w:r><w:r><w:t>cts }}")
    assert "销售侵权商品。" in text_of(fill(NOTICE, ISSUED, template=parted))


@pytest.mark.parametrize(
    "expression",
    [
        "{{ organ.__class__ }}",
        "{{ organ.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__ }}",
        "{{ organ['__class__'] }}",
        "{{ organ|attr('__class__') }}",
        "{{ facts.format(1) }}",
        "{{ self.__init__.__globals__ }}",
        "{{ config }}",
        "{{ range(10) }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ 9**9**9 }}",
        "{{ facts * 1000000000 }}",
        "{{ facts ~ facts }}",
        "{{ facts|safe }}",
        "{{ '<w:p/>' }}",
        "{{ loop }}",
        "{{ facts if kind else court }}",
        "{% set a = 1 %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'base' %}",
        "{% macro m() %}{% endmacro %}",
        "{% raw %}{{ facts }}{% endraw %}{% filter upper %}a{% endfilter %}",
        "{% autoescape false %}{{ facts }}{% endautoescape %}",
        "{% for x in range(999999999) %}{{ x }}{% endfor %}",
        "{% for x in facts %}{{ x }}{% endfor %}",
        (
            "{% for x in grounds %}{% for y in grounds %}{% for z in grounds %}{% endfor %}{% endfor %}"
            "{% endfor %}"
        ),
        "{% for row in goods %}{{ row.__class__ }}{% endfor %}",
        "{% for row in goods if row.name %}{% endfor %}",
        "{% for organ in grounds %}{{ organ }}{% endfor %}",
        "{% if facts is callable %}{% endif %}",
        "{% if facts() %}{% endif %}",
        "{% if kind < '罚款' %}{% endif %}",
    ],
)
def test_an_expression_that_could_do_anything_but_print_is_refused(expression: str) -> None:
    escaped = expression.replace("<", "&lt;").replace(">", "&gt;")
    hostile = with_words(escaped)
    assert template_faults(hostile, NOTICE) != []
    with pytest.raises(InvalidInput, match="这个模板不能用于《示例告知书》"):
        fill(NOTICE, ISSUED, template=hostile)


def test_an_unknown_field_is_named() -> None:
    """With every place it stands at, as a reader of the file would find it."""
    assert template_faults(with_words("{{ facts }}{{ fact }}"), NOTICE) == [
        "第 7 段“{{ facts }}{{ fact }}”：没有这个填写项：fact"
    ]
    twice = changed(with_words("{{ facts }}{{ fact }}"), "word/footer1.xml", "— ", "{{ fact }}")
    assert template_faults(twice, NOTICE) == [
        "第 7 段“{{ facts }}{{ fact }}”、页脚“{{ fact }} —”：没有这个填写项：fact"
    ]


@pytest.mark.parametrize(
    ("template", "told"),
    [
        (
            changed(OURS, BODY, "{{ row.name }}", "{{ row.nom }}"),
            "第 1 个表格第 3 行“{{ row.nom }}”：没有这一栏：row.nom",
        ),
        (changed(OURS, BODY, "{{ row.name }}", "{{ row.name"), "第 1 个表格第 3 行：占位符没有写完整"),
        (changed(OURS, BODY, "{%tr endfor %}", "合计{%tr endfor %}"), "第 1 个表格第 4 行：控制整段或整行"),
        (
            with_words("{{ facts }}{% if fact %}{% endif %}"),
            "第 7 段“{{ facts }}{% if fact %}…”：没有这个填写项：fact",
        ),
        (
            with_words("{{ facts }}{% for x in fact %}{% endfor %}"),
            "第 7 段“{{ facts }}{% for x in f…”：没有这个填写项：fact",
        ),
        (
            changed(OURS, "docProps/core.xml", "<dc:title>", "<dc:title>{{ fact }}"),
            "文件属性：没有这个填写项",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(template: bytes, told: str) -> None:
    assert [fault for fault in template_faults(template, NOTICE) if fault.startswith(told)]


def test_the_fields_a_template_uses_and_leaves_out_are_told() -> None:
    used, left_out = fields_used(changed(OURS, BODY, "{%p if hearing %}", "{%p if facts %}"), NOTICE)
    assert [one.key for one in left_out] == ["hearing"]
    assert {"organ", "number", "facts", "goods"} <= {one.key for one in used}


def test_a_required_field_that_was_lost_is_named() -> None:
    assert template_faults(with_words("见附件"), NOTICE) == ["没有用到必填的填写项：违法事实"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{{ facts }}{{ court", "占位符没有写完整"),
        ("{{ facts }}{% if hearing", "占位符没有写完整"),
        ("{{ facts }} }}", "占位符没有写完整"),
        ("{{ facts }}{# 备注 #}", "占位符没有写完整"),
        ("{{ facts }}{%p if hearing %}", "要单独占一段或一行"),
        ("{{p facts }}", "不能用这样的标记：{{p facts }}"),
        ("{%- if hearing %}{{ facts }}{% endif -%}", "不能用这样的标记"),
        ("{{ facts }}{% colspan 2 %}", "不能用这样的标记：{% colspan 2 %}"),
        ("{{ facts }}" + "{% if facts %}" * 3_000 + "{% endif %}" * 3_000, "条件套得太深"),
    ],
)
def test_what_the_filling_library_would_swallow_is_refused(words: str, told: str) -> None:
    assert any(told in fault for fault in template_faults(with_words(words), NOTICE))


def test_a_row_tag_beside_other_words_is_refused() -> None:
    beside = changed(OURS, BODY, "{%tr endfor %}", "合计{%tr endfor %}")
    assert any("要单独占一段或一行" in fault for fault in template_faults(beside, NOTICE))


def test_an_expression_in_footer_or_properties_is_refused_too() -> None:
    assert template_faults(changed(OURS, "word/footer1.xml", "— ", "{{ organ.upper }}"), NOTICE) != []
    properties = changed(OURS, "docProps/core.xml", "<dc:title>示例告知书", "<dc:title>{{ organ.upper }}")
    assert template_faults(properties, NOTICE) != []


@pytest.mark.parametrize(
    ("template", "told"),
    [
        (with_relation("attachedTemplate", "file:///etc/passwd", ' TargetMode="External"'), "不能引用外部"),
        (with_relation("image", "http://example.invalid/a.png", ' TargetMode="External"'), "不能引用外部"),
        (with_relation("hyperlink", "http://example.invalid", ' TargetMode="External"'), "不能引用外部"),
        (with_relation("oleObject", "embeddings/a.bin"), "不能带有嵌入对象"),
        (with_relation("aFChunk", "a.html"), "不能带有嵌入对象"),
        (with_relation("comments", "comments.xml"), "批注"),
        (with_relation("vbaProject", "vbaProject.bin"), "宏"),
        (with_part(OURS, "word/vbaProject.bin", b"macro"), "带有宏，请另存为不带宏的 docx"),
        (with_part(OURS, "word/media/a.svg", b"<svg/>"), "不能识别的部分"),
        (with_words('</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>INCLUDE'
                    '</w:instrText><w:instrText>TEXT "/etc/passwd"</w:instrText>'
                    '<w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>'), "只能用页码域"),
        (with_words('</w:t></w:r><w:fldSimple w:instr="DDEAUTO c:\\\\cmd"/><w:r><w:t>'), "只能用页码域"),
        (with_words('</w:t></w:r><w:fldSimple w:instr="PAGE {{ facts }}"/><w:r><w:t>'), "只能用页码域"),
        (with_words('</w:t></w:r><w:ins w:id="1"><w:r><w:t>改</w:t></w:r></w:ins><w:r><w:t>'), "修订"),
        (with_words('</w:t></w:r><w:altChunk/><w:r><w:t>'), "嵌入对象"),
        (with_words('</w:t></w:r><w:r w:rsidR="{{ facts }}"><w:t>'), "占位符只能写在文字里"),
        (changed(OURS, BODY, "<w:document", '<!DOCTYPE a [<!ENTITY b "c">]><w:document'), "不能解析"),
        (changed(OURS, BODY, "</w:body>", "</w:bdy>"), "不能解析"),
        (changed(OURS, BODY, "示例告知书", "别的"), "没有文书名称"),
        (with_words("{% if facts %}"), "占位符没有写完整"),
    ],
)  # fmt: skip
def test_a_file_that_reaches_outside_itself_is_refused(template: bytes, told: str) -> None:
    assert any(told in fault for fault in template_faults(template, NOTICE)), template_faults(
        template, NOTICE
    )
    with pytest.raises(InvalidInput, match="这个模板不能用于"):
        refuse_unfit(template, NOTICE)


def test_an_external_entity_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密内容", encoding="utf-8")
    entity = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]><w:document'
    template = changed(with_words("&b;{{ facts }}"), BODY, "<w:document", entity)
    with pytest.raises(InvalidInput):
        fill(NOTICE, ISSUED, template=template)


def test_a_condition_torn_over_paragraphs_is_refused_instead_of_mended() -> None:
    torn = changed(with_words("{{ facts }}{% if hearing %}"), BODY, ">名称<", ">{% endif %}<")
    assert template_faults(torn, NOTICE) == [
        "模板填不出完整的文书：条件或循环没有放在同一个段落或同一张表里。请改正后重新上传。"
    ]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"x" * 40, OURS[:-30]])
def test_what_is_no_docx_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput, match="打不开"):
        template_faults(content, NOTICE)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(BODY, b"<w:document/>" + b" " * 30_000_000)
    with pytest.raises(InvalidInput, match="解开后过大"):
        template_faults(file.getvalue(), NOTICE)


def test_two_parts_of_one_name_are_refused() -> None:
    file = io.BytesIO(OURS)
    with zipfile.ZipFile(file, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(BODY, b"<w:document/>")
    with pytest.raises(InvalidInput, match="打不开"):
        template_faults(file.getvalue(), NOTICE)


def test_packing_does_not_depend_on_order_or_hour() -> None:
    parts = parts_of(OURS)
    assert packed(dict(reversed(parts.items()))) == packed(parts) == OURS
