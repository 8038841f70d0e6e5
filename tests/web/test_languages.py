"""Catalogues: read, written and compiled without a gettext program, and understood by Python's gettext."""

from __future__ import annotations

import gettext
import io
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.tools import tool

catalogue = tool("catalogue")
extraction = tool("extraction")
messages = tool("messages")
LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
Key = catalogue.Key
WORD = st.text('规划 %(n)d{}"\\\n\tab“”…', min_size=1, max_size=12)
SINGLE = st.tuples(st.builds(Key, st.just("") | WORD, WORD), st.tuples(WORD))
PLURAL = st.tuples(st.builds(Key, st.just("") | WORD, WORD, WORD), st.tuples(WORD, WORD))
CONVERT = messages.traditional()
ENGLISH = "nplurals=2; plural=(n != 1);"


def of(entries) -> object:
    known = {}
    for key, words in entries:
        if not any(other.context == key.context and other.text == key.text for other in known):
            known[key] = words
    return catalogue.Catalogue("en", ENGLISH, known)


@LAW
@given(st.lists(SINGLE | PLURAL, max_size=4))
def test_a_po_file_is_read_as_it_was_written(entries):
    written = of(entries)
    text = catalogue.po_text(written, {key: ["a.py"] for key in written.words})
    path = _Text(text)
    assert catalogue.read_po(path) == written.words


class _Text:
    """Stands for a path with that text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def read_text(self, encoding: str) -> str:
        return self.text


@LAW
@given(st.lists(SINGLE | PLURAL, max_size=4))
def test_pythons_gettext_finds_every_compiled_message(entries):
    written = of(entries)
    compiled = gettext.GNUTranslations(io.BytesIO(catalogue.mo_bytes(written)))
    for key, words in written.words.items():
        if key.plural:
            one, many = (
                [compiled.npgettext(key.context, key.text, key.plural, n) for n in (1, 2)]
                if key.context
                else [compiled.ngettext(key.text, key.plural, n) for n in (1, 2)]
            )
            assert (one, many) == words
        elif key.context:
            assert compiled.pgettext(key.context, key.text) == words[0]
        else:
            assert compiled.gettext(key.text) == words[0]


def test_untranslated_messages_are_left_out_of_the_compiled_file():
    written = catalogue.Catalogue("en", ENGLISH, {Key("", "甲"): (), Key("", "乙"): ("B",)})
    compiled = gettext.GNUTranslations(io.BytesIO(catalogue.mo_bytes(written)))
    assert (compiled.gettext("甲"), compiled.gettext("乙")) == ("甲", "B")


def test_messages_of_python_files():
    text = """
label = _("甲" "乙")
other = gettext_lazy('丙 %(n)d') % {"n": 1}
many = ngettext("一", "多", n)
hint = pgettext_lazy("列", "丁")
not_one = _(name), _(f"戊 {name}"), translate("己")
"""
    assert set(extraction.in_python(text)) == {
        Key("", "甲乙"),
        Key("", "一", "多"),
        Key("列", "丁"),
        Key("", "丙 %(n)d"),
    }


def test_messages_of_templates():
    text = """{% load i18n %}<p title="{% translate '甲“乙”' %}">{{ x|default:_("丙") }}
{% blocktranslate with n=rows.count trimmed %}
  第 {{ n }} 行
{% endblocktranslate %}{% blocktranslate count n=k %}一{% plural %}{{ n }}{% endblocktranslate %}
{% translate "丁" context "列" %}{% comment %}{% translate "戊" %}{% endcomment %}
{% include "x.html" %}</p>"""
    assert set(extraction.in_template(text, "x.html")) == {
        Key("", "甲“乙”"),
        Key("", "丙"),
        Key("", "第 %(n)s 行"),
        Key("", "一", "%(n)s"),
        Key("列", "丁"),
    }


def test_messages_of_status_machines():
    text = """
state = [
  { id = "FILED", label = "甲", public = "pending" },
]
event = [{ code = "X", label = "乙" }, { code = "Y", label = "甲" }]
"""
    assert list(extraction.in_machine(text)) == [Key("法律状态", "甲"), Key("法律状态", "乙")]


def test_migrations_are_not_searched(tmp_path: Path):
    (tmp_path / "core" / "migrations").mkdir(parents=True)
    (tmp_path / "core" / "migrations" / "0001.py").write_text('_("甲")', encoding="utf-8")
    (tmp_path / "core" / "a.py").write_text('_("乙")', encoding="utf-8")
    (tmp_path / "core" / "b.html").write_text('{% translate "乙" %}', encoding="utf-8")
    assert extraction.messages_in(tmp_path) == {Key("", "乙"): ["core/a.py", "core/b.html"]}


@pytest.mark.parametrize(
    ("source", "word", "clash"),
    [
        ("第 %(n)d 行", "Row %(n)d", False),
        ("第 %(n)d 行", "Row %(m)d", True),
        ("第 %(n)d 行", "Row", True),
        ("100%%", "100%%", False),
        ("甲", "A", False),
    ],
)
def test_placeholders_of_a_translation_have_to_agree(source, word, clash):
    assert messages.clashes(Key("", source), word) is clash


@LAW
@given(st.text(string.printable))
def test_latin_text_is_not_converted(text):
    assert CONVERT(text) == text


def test_traditional_is_the_standard_conversion_with_our_terms():
    assert CONVERT("规划执行：任务台账") == "規劃執行：任務台賬"


@pytest.fixture
def small(tmp_path: Path, monkeypatch) -> Path:
    """A product of one file with its own catalogues."""
    source = tmp_path / "src"
    (source / "locale" / "zh_Hant").mkdir(parents=True)
    (source / "locale" / "zh_Hant" / "overrides.txt").write_text("# none\n", encoding="utf-8")
    (source / "a.py").write_text('_("规划 %(n)d")', encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "SOURCE", source)
    monkeypatch.setattr(messages, "LOCALE", source / "locale")
    monkeypatch.setattr(messages, "OVERRIDES", source / "locale" / "zh_Hant" / "overrides.txt")
    return source


def test_check_fails_until_everything_is_translated(small, capsys):
    assert messages.check() == 1
    messages.update()
    capsys.readouterr()
    assert messages.check() == 1
    assert "en 未译：a.py: '规划 %(n)d'" in capsys.readouterr().err
    path = messages.po_path("en")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('%(n)d"\nmsgstr ""', '%(n)d"\nmsgstr "Plan"'), encoding="utf-8")
    assert messages.check() == 1
    assert "占位符不符" in capsys.readouterr().err
    path.write_text(text.replace('%(n)d"\nmsgstr ""', '%(n)d"\nmsgstr "Plan %(n)d"'), encoding="utf-8")
    assert messages.check() == 0
    (small / "b.py").write_text('_("新")', encoding="utf-8")
    assert messages.check() == 1
    assert "与源码不一致" in capsys.readouterr().err


def test_update_keeps_what_people_wrote_and_drops_what_is_gone(small):
    messages.update()
    path = messages.po_path("en")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('%(n)d"\nmsgstr ""', '%(n)d"\nmsgstr "Plan %(n)d"'), encoding="utf-8")
    (small / "b.py").write_text('_("新")', encoding="utf-8")
    messages.update()
    assert messages.stored("en").words == {Key("", "规划 %(n)d"): ("Plan %(n)d",), Key("", "新"): ()}
    (small / "a.py").unlink()
    messages.update()
    assert messages.stored("en").words == {Key("", "新"): ()}
    assert messages.stored("zh_Hant").words == {Key("", "新"): ("新",)}


def test_compiling_writes_a_file_that_gettext_opens(small):
    messages.update()
    messages.compile_all()
    path = messages.po_path("zh_Hant").with_suffix(".mo")
    with path.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("规划 %(n)d") == "規劃 %(n)d"
