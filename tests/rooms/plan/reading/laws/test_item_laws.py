"""Laws of the items: dress changes nothing that is found; figures read back; any text is survived in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rooms.plan.reading import rendering
from tests.rooms.plan.reading.plan_texts import outline
from tests.rooms.plan.reading.printed_outlines import background, box, facts, goals, plan, table, work
from zhichan.rooms.plan.reading.boxes import boxes_of
from zhichan.rooms.plan.reading.conflicts import conflicts_of
from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.instruments import instruments_of
from zhichan.rooms.plan.reading.lints import lints_of
from zhichan.rooms.plan.reading.model import Outline, SourceText, Target
from zhichan.rooms.plan.reading.money import money_rules_of
from zhichan.rooms.plan.reading.source import source_text
from zhichan.rooms.plan.reading.structure import outline_of
from zhichan.rooms.plan.reading.targets import targets_of
from zhichan.rooms.plan.reading.tasks import tasks_of
from zhichan.rooms.plan.reading.terms import mainland

Dress = Callable[[str], str]

DRESSES: dict[str, Dress] = {
    "round half-width": lambda text: rendering.with_brackets(text, "(", ")"),
    "square": lambda text: rendering.with_brackets(text, "[", "]"),
    "lenticular": lambda text: rendering.with_brackets(text, "【", "】"),
    "half width": rendering.half_width,
    "full width": rendering.full_width,
    "blank lines": rendering.with_blank_lines,
    "traditional": rendering.traditional,
    "Taiwan wording": lambda text: rendering.traditional(text, taiwan_wording=True),
    "flattened tables": rendering.flattened_tables,
}


def outline_in(text: str) -> Outline:
    return outline_of(source_text(text.encode(), "plan.txt"))


def plain(text: str | None) -> str | None:
    """Words in one script, width and wording, to compare pages in different dress."""
    return None if text is None else mainland(fold("".join(text.split())))


@dataclass(frozen=True)
class Items:
    """What was found, in words that no dress changes."""

    targets: list[tuple[object, ...]]
    money: list[tuple[object, ...]]
    documents: list[tuple[object, ...]]
    conflicts: int


def target_facts(target: Target) -> tuple[object, ...]:
    base, goal = target.baseline, target.target
    return (
        plain(target.name),
        plain(target.unit),
        (base.value, base.year) if base else None,
        (goal.op, goal.value, goal.value_min, goal.value_max, goal.year) if goal else None,
        target.nature,
        target.source,
        target.same_as,
        target.growth_rate_pct,
        plain(target.box),
    )


def items_of(outline: Outline) -> Items:
    targets = targets_of(outline)
    rules = money_rules_of(outline)
    found = conflicts_of(outline, targets, tasks_of(outline), boxes_of(outline), facts())
    return Items(
        targets=[target_facts(target) for target in targets],
        money=[
            (
                one.amount,
                one.amount_min,
                one.amount_max,
                one.unit,
                *map(plain, (one.per, one.kind, one.object, one.box)),
            )
            for one in rules
        ],
        documents=[(plain(one.title), plain(one.verb)) for one in instruments_of(outline)],
        conflicts=len(found),
    )


@pytest.fixture(scope="module")
def undressed() -> Items:
    return items_of(outline_in(rendering.PLAN))


def test_the_plan_in_plain_dress_is_read(undressed: Items) -> None:
    assert len(undressed.targets) == 8
    assert len(undressed.money) == 2
    assert [title for title, _ in undressed.documents] == ["青禾区知识产权专项资金管理办法"]


@pytest.mark.parametrize("dress", DRESSES)
def test_signs_and_script_change_nothing(undressed: Items, dress: str) -> None:
    assert items_of(outline_in(DRESSES[dress](rendering.PLAN))) == undressed


@given(width=st.integers(min_value=18, max_value=60), blank=st.booleans())
@settings(max_examples=25, deadline=None)
def test_hard_line_ends_change_nothing(width: int, blank: bool) -> None:
    page = rendering.rewrapped(rendering.PLAN, width)
    dressed = rendering.with_blank_lines(page) if blank else page
    assert items_of(outline_in(dressed)) == items_of(outline_in(rendering.PLAN))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.html", rendering.as_html(rendering.PLAN)),
        ("plan.docx", rendering.as_docx(rendering.PLAN)),
        ("gb.txt", rendering.PLAN.encode("gb18030")),
    ],
)
def test_other_formats_change_nothing(undressed: Items, name: str, data: bytes) -> None:
    assert items_of(outline_of(source_text(data, name))) == undressed


NAMES = st.sampled_from(
    ["有效发明专利拥有量", "商标注册量", "版权登记总量", "质押融资登记金额", "示范企业数量"]
)
UNITS = st.sampled_from(["件", "万件", "家", "亿元", "项", "%", "人"])
LEVELS = [
    ("达到", ">="),
    ("达", ">="),
    ("突破", ">"),
    ("超过", ">"),
    ("不少于", ">="),
    ("提高到", ">="),
    ("增加到", ">="),
]
MAKINGS = ["新增", "培育", "引进", "建成", "新建", "打造"]
OBJECTS = st.sampled_from(["示范企业", "保护工作站", "高价值专利组合", "区域品牌", "服务机构"])


@settings(deadline=None)
@given(name=NAMES, unit=UNITS, level=st.sampled_from(LEVELS), value=st.integers(min_value=2, max_value=10**6))
def test_level_reads_back_in_every_style(name: str, unit: str, level: tuple[str, str], value: int) -> None:
    verb, op = level
    wide = str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for printed in (str(value), f"{value:,}", wide):
        (target,) = targets_of(plan(goals(f"到2025年,全区{name}{verb}{printed}{unit}。")))
        assert target.target is not None
        assert (target.name, target.unit, target.target.op) == (name, unit, op)
        assert (target.target.value, target.target.year) == (Decimal(value), 2025)


@settings(deadline=None)
@given(
    verb=st.sampled_from(MAKINGS),
    name=OBJECTS,
    value=st.integers(min_value=2, max_value=999),
    flip=st.booleans(),
)
def test_making_reads_back_in_both_orders(verb: str, name: str, value: int, flip: bool) -> None:
    words = f"{verb}{value}家{name}" if flip else f"{verb}{name}{value}家"
    (target,) = targets_of(plan(work(f"加强统筹,{words},提升水平。")))
    assert target.target is not None
    assert (target.name, target.unit) == (name, "家")
    assert (target.target.op, target.target.value) == ("+=", Decimal(value))


@settings(deadline=None)
@given(
    low=st.integers(min_value=1, max_value=400),
    more=st.integers(min_value=1, max_value=400),
    sign=st.sampled_from(["-", "—", "－", "~", "～", "至", "到"]),
)
def test_range_reads_back_with_every_sign(low: int, more: int, sign: str) -> None:
    (target,) = targets_of(plan(goals(f"培育示范企业{low}{sign}{low + more}家。")))
    assert target.target is not None
    assert target.target.op == "range"
    assert (target.target.value_min, target.target.value_max) == (Decimal(low), Decimal(low + more))


@settings(deadline=None)
@given(st.lists(st.integers(min_value=2, max_value=9999), min_size=2, max_size=5))
def test_respectively_gives_each_name_its_figure(values: list[int]) -> None:
    names = ["发明专利授权量", "有效商标注册量", "版权登记总量", "质押登记项数", "示范企业数量"][
        : len(values)
    ]
    figures = "、".join(f"{value}件" for value in values)
    found = targets_of(plan(goals(f"{'、'.join(names)}分别达到{figures}。")))
    assert [one.name for one in found] == names
    assert [one.target.value for one in found if one.target] == values


@settings(deadline=None)
@given(base=st.integers(min_value=1, max_value=9999), more=st.integers(min_value=1, max_value=9999))
def test_consistent_increment_is_linked_and_no_conflict(base: int, more: int) -> None:
    outline = plan(
        goals(f"新增贯标企业{more}家。"),
        table(("指标", "2020年", "2025年"), ("贯标企业数量", str(base), str(base + more))),
    )
    row, said = targets_of(outline)
    assert said.same_as == row.id
    assert conflicts_of(outline, (row, said), (), (), facts()) == ()


@settings(deadline=None)
@given(
    base=st.integers(min_value=1, max_value=999),
    more=st.integers(min_value=1, max_value=999),
    miss=st.integers(1, 99),
)
def test_inconsistent_increment_is_a_conflict(base: int, more: int, miss: int) -> None:
    outline = plan(
        goals(f"新增贯标企业{base + more + miss}家。"),
        table(("指标", "2020年", "2025年"), ("贯标企业数量", str(base), str(base + more))),
    )
    row, said = targets_of(outline)
    assert said.same_as is None
    assert len(conflicts_of(outline, (row, said), (), (), facts())) == 1


@settings(deadline=None)
@given(amount=st.integers(min_value=1, max_value=10**6), unit=st.sampled_from(["元", "万元"]))
def test_amount_reads_back(amount: int, unit: str) -> None:
    for printed in (str(amount), f"{amount:,}"):
        (rule,) = money_rules_of(plan(work(f"对获奖企业,每家给予{printed}{unit}奖励。")))
        assert (rule.amount, rule.unit, rule.per) == (Decimal(amount), unit, "家")


_LINES = (
    "到2025年 力争 “十三五”期间 截至2020年底 分别达到 均 新增 培育 由 从",
    "提高到 较2020年 增长 年均 年均增长 翻一番 零突破 实现 给予 奖励 每件 对",
    "的企业 《 》 制定 出台 办法 计划 修订 的 了 已 、 , 。 ; ( ) 〔 〕",
    "- — | 达到 突破 超过 控制在 以内 以上 左右 不少于 1.2 万件 15 %",
    "个百分点 亿元 5 家 第 十五 三 百 示范企业 专利授权量 其中 和 及 同比",
    "进入全省前 位 倍增 \n 2021 年 月 号 专栏1 一、 （一） 1. ——",
    "《甲》(乙〔2021〕3号) 万元 最高 元 每 人 名",
)
FRAGMENTS = st.sampled_from([word for line in _LINES for word in line.split(" ")])
SOUP = st.lists(st.one_of(FRAGMENTS, st.text(max_size=4)), max_size=120).map("".join)


def everything(outline: Outline) -> None:
    targets = targets_of(outline)
    for target in targets:
        start, end = target.span
        assert 0 <= start < end <= len(outline.source.text)
        assert target.evidence == outline.source.text[start:end]
    for rule in money_rules_of(outline):
        assert rule.span[0] < rule.span[1]
    for document in instruments_of(outline):
        assert document.title
        assert document.verb
    found = conflicts_of(outline, targets, tasks_of(outline), boxes_of(outline), facts())
    for lint in lints_of(outline, targets, tasks_of(outline), found, facts(), ("区科技局",)):
        assert lint.message.endswith("。")


@given(SOUP)
@settings(max_examples=200, deadline=None)
def test_any_text_is_survived_and_evidence_is_printed(text: str) -> None:
    everything(outline(text))


@given(SOUP, SOUP, SOUP)
@settings(max_examples=100, deadline=None)
def test_any_text_in_any_place_is_survived(one: str, other: str, third: str) -> None:
    rows = (("指标", "2020年", "2025年", "备注"), (one[:30], other[:12], third[:12], other[:30]))
    everything(
        plan(goals(one), work(other), background(third), box("1", "甲", one, [("1.", other)]), table(*rows))
    )


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=6), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_table_is_survived(rows: list[list[str]]) -> None:
    cleaned = [[cell.replace("\n", " ") for cell in row] for row in rows]
    everything(plan(table(("指标", "2020年", "2025年目标", "属性"), *cleaned)))
    everything(plan(table(*cleaned, caption="发展指标目标")))


_RUNS = (
    "达到 新增 1家 1、 分别 给予1元 《 制定 要 、 年均增长5%",
    "到2025年达到5件 零突破 翻 ( 的 推动 由5件提高到 对企业 较2020年",
    "5家企业 一 培育企业5家, 每件给予5元, 《甲》(乙〔2021〕3号) 2025年",
    "现有专利5件,",
)
MONOTONOUS = [words for line in _RUNS for words in line.split(" ")]


@pytest.mark.parametrize("words", MONOTONOUS)
def test_monotonous_text_is_survived(words: str) -> None:
    """How long it takes is a row of `make bench`; a rule that never ends would hang here."""
    text = words * (1_500 // len(words))
    outline = plan(
        goals(text), work(text), background(text), table(("指标", "2020年", "2025年"), ("专利", "4", "9"))
    )
    everything_in_time(outline)


def everything_in_time(outline: Outline) -> None:
    targets = targets_of(outline)
    money_rules_of(outline)
    instruments_of(outline)
    found = conflicts_of(outline, targets, (), (), facts())
    lints_of(outline, targets, (), found, facts())


def test_source_without_blocks_gives_nothing() -> None:
    outline = Outline(SourceText("", "", "txt", "utf-8", "hans"), ())
    assert targets_of(outline) == ()
    assert money_rules_of(outline) == ()
    assert instruments_of(outline) == ()
