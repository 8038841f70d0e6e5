"""The two laws of reports: a snapshot gives the same text, a changed fact changes its lines only."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.errors import InvalidInput
from zhichan.core.reports.declaration import Moment
from zhichan.core.reports.differences import changed_facts, changed_lines
from zhichan.core.reports.facts import MISSING, Chart, Column, Facts, Figure, Grid, Row, Series
from zhichan.core.reports.outline import Block, Outline, Section, Shown, outline_of, outline_values
from zhichan.core.reports.placeholders import check_text, sentences_of
from zhichan.core.reports.snapshot import Snapshot, digest_of, snapshot_of, snapshot_values
from zhichan.core.reports.wording import LineKind, chinese_number, gaps_of, lines_of, text_of

MOMENT = Moment(date(2026, 1, 1), date(2026, 9, 30), datetime(2026, 10, 8, 2, 0, tzinfo=UTC))
NAMES = ("a", "b", "c", "d", "e")
VALUES = st.one_of(
    st.none(),
    st.decimals(min_value=-1, max_value=99999, places=1),
    st.text(st.sampled_from("增长下降。！3,"), min_size=1, max_size=4),
)
WORDS = st.text(st.sampled_from("截至本区。！？有件”\n "), max_size=12)
PIECES = st.lists(st.one_of(WORDS, st.sampled_from([f"{{{{ x.{name} }}}}" for name in NAMES])), max_size=12)


def snapshot(values: dict[str, object], cells: dict[str, object], points: list[object]) -> Snapshot:
    figures = tuple(Figure(name, f"数据{name}", value, "件") for name, value in values.items())  # type: ignore[arg-type]
    table = Grid(
        (Column("名称"), Column("数", is_number=True)),
        tuple(Row(key, (key, cell)) for key, cell in cells.items()),  # type: ignore[arg-type]
    )
    series = Series("s", "件数", tuple(points))  # type: ignore[arg-type]
    chart = Chart("upright", "件", tuple(f"{n}年" for n in range(len(points))), (series,))
    return Snapshot(MOMENT, {"x": Facts(figures, table, chart, ("一并计算",))})


def outline(text: str) -> Outline:
    shown = (
        Block("x", query="test.x", show=Shown.TABLE, caption="名单"),
        Block("t1_1", text=text, heading="关于{{ x.a }}"),
    )
    return Outline("{{ x.b }}报告", (Section("概况", shown),), "云川区知识产权局")


facts = st.tuples(
    st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES)),
    st.dictionaries(st.sampled_from("甲乙丙丁"), VALUES, max_size=4),
    st.lists(st.one_of(st.none(), st.decimals(0, 99, places=1)), max_size=3),
)


@given(PIECES, facts)
def test_a_kept_snapshot_gives_the_same_bytes_of_text(pieces, drawn) -> None:
    """Through JSON and back, as the database keeps it, whatever the order of its keys."""
    wanted, taken = outline("".join(pieces)), snapshot(*drawn)
    values = json.loads(json.dumps(snapshot_values(taken), ensure_ascii=False))
    shuffled = dict(reversed(values.items()))
    again = outline_of(json.loads(json.dumps(outline_values(wanted)))), snapshot_of(shuffled)
    assert again == (wanted, snapshot_of(snapshot_values(taken)))
    assert text_of(*again).encode() == text_of(wanted, taken).encode()
    assert digest_of(shuffled) == digest_of(snapshot_values(taken))


@given(PIECES, facts, facts)
def test_exactly_the_lines_that_touch_a_changed_fact_differ(pieces, before, after) -> None:
    wanted = outline("".join(pieces))
    old, new = snapshot(*before), snapshot(*after)
    lines = {line.key: line for line in (*lines_of(wanted, old), *lines_of(wanted, new))}
    touched = {line.key for line in lines.values() if line.touches & changed_facts(old, new)}
    assert {change.key for change in changed_lines(lines_of(wanted, old), lines_of(wanted, new))} == touched


@given(PIECES, facts)
def test_one_corrected_figure_changes_the_sentences_that_name_it_and_no_other(pieces, drawn) -> None:
    """Counted another way: by looking for the name in each sentence of the text."""
    text = "".join(pieces)
    wanted, old = outline(text), snapshot(*drawn)
    values = {**drawn[0], "c": Decimal("123456.7")}
    changes = changed_lines(lines_of(wanted, old), lines_of(wanted, snapshot(values, *drawn[1:])))
    changed = {change.key for change in changes if change.key.startswith("t1_1.")}
    named = {
        f"t1_1.{p}.{s}"
        for p, paragraph in enumerate(text.split("\n"))
        for s, sentence in enumerate(sentences_of(paragraph))
        if "x.c" in sentence
    }
    assert changed == named
    assert {change.key for change in changes} - changed == ({"sources#x.c"} if named else set())


def test_a_missing_value_is_printed_and_listed() -> None:
    wanted = outline("专利{{ x.c }}。商标{{ x.d }}。")
    values = {"a": Decimal(1), "b": "本区", "c": None, "d": Decimal(12654)}
    taken = snapshot(values, {"甲": None, "乙": Decimal(0)}, [])
    text = text_of(wanted, taken).split("\n")
    assert text[:3] == [
        "本区报告",
        "云川区知识产权局",
        "（数据自2026年1月1日起，截至2026年9月30日，按2026年10月8日10:00所知）",
    ]
    assert f"专利{MISSING}件。" not in text, "a unit after what is missing would say something"
    assert f"专利{MISSING}。" in text
    assert "商标12,654件。" in text
    assert [gap.label for gap in gaps_of(wanted, taken)] == ["数据c", "名单：甲（数）"]


def test_a_figure_that_its_query_gives_no_more_is_missing() -> None:
    wanted, taken = outline("共{{ x.gone }}。"), snapshot({"a": "1", "b": "2"}, {}, [])
    assert f"共{MISSING}。" in text_of(wanted, taken)
    assert "x.gone" in [gap.label for gap in gaps_of(wanted, taken)]


def test_a_figure_never_splits_a_sentence() -> None:
    taken = snapshot({"a": "1", "b": "2", "c": "。！"}, {}, [])
    kinds = [line.kind for line in lines_of(outline("甲{{ x.c }}乙。"), taken)]
    assert kinds.count(LineKind.SENTENCE) == 1


@pytest.mark.parametrize(
    "text",
    ["{{ x.unknown }}", "{{ x.a }", "{% if x %}", "{{x}}", "a\x00b", "字" * 20001],
)
def test_a_text_that_cannot_be_filled_is_refused(text: str) -> None:
    if text == "{% if x %}":
        assert check_text(text, {"x.a"}) == text, "no template language is spoken: these are just signs"
        return
    with pytest.raises(InvalidInput):
        check_text(text, {"x.a"})


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (42, "四十二")]
)
def test_headings_are_numbered_in_chinese(number: int, words: str) -> None:
    assert chinese_number(number) == words
