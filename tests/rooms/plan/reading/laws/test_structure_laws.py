"""Laws of structure and tasks: what is written is found, in any dress; any text at all is survived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rooms.plan.reading import rendering
from tests.rooms.plan.reading.plan_texts import PLANS, outline, source_of
from zhichan.rooms.plan.reading.boxes import boxes_of
from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.lines import lines_of
from zhichan.rooms.plan.reading.model import Outline
from zhichan.rooms.plan.reading.source import source_text
from zhichan.rooms.plan.reading.structure import outline_of
from zhichan.rooms.plan.reading.tasks import tasks_of
from zhichan.rooms.plan.reading.terms import simplified
from zhichan.rooms.plan.reading.units import parse_units, unit_clauses

UNITS = (
    *(
        "区科技局",
        "区财政局",
        "区市场监管局",
        "公安青禾分局",
        "区农业农村委",
        "区委宣传部",
        "区法院",
        "区检察院",
    ),
    *(
        "各镇（街道）",
        "各成员单位",
        "区文化和旅游局",
        "青禾经开区管委会",
        "区税务局",
        "国网青禾供电公司",
        "区总工会",
    ),
    *("团区委", "区妇联", "区档案馆", "青禾海关驻区办事处", "区住房和城乡建设局"),
)
BODIES = (
    "围绕重点产业组建高价值专利培育中心，形成一批专利组合",
    "建立跨部门案件移送机制，加大行政裁决力度，提高办案质量和效率",
    "开展银企对接活动，推广专利保险产品，拓宽企业融资渠道",
    "加强宣传培训，办好4.26世界知识产权日活动，营造良好氛围",
    "推进商标品牌指导站建设，支持企业开展国际商标注册",
)
TITLES = ("培育高价值专利", "健全执法协作机制", "深化质押融资服务", "加强文化建设", "推动品牌建设")
CHAPTERS = ("提升创造质量", "强化知识产权保护", "促进转化运用", "优化公共服务")
DEADLINES = {
    "": "-",
    "持续推进": "ongoing",
    "长期坚持": "ongoing",
    "2023年6月底前完成": "2023-06-30",
    "2022年12月底前": "2022-12-31",
    "2024年上半年": "2024-06-30",
}


@dataclass(frozen=True)
class Item:
    """One piece of work as written and as it should be read."""

    title: str
    body: str
    clause: str
    mode: str
    lead: tuple[str, ...]
    others: tuple[str, ...]
    deadline: str

    def printed(self) -> str:
        words = "；".join(part for part in (self.clause, self.deadline) if part)
        return f"{self.title}。{self.body}。" + (f"（{words}）" if words else "")

    def found(self) -> tuple[str, str, tuple[str, ...], tuple[str, ...], str]:
        return self.title, self.mode, self.lead, self.others, DEADLINES[self.deadline]


@st.composite
def items(draw: st.DrawFn) -> Item:
    units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=6, unique=True))
    clause, mode, lead, others = draw(st.sampled_from(list(_clauses(units))))
    return Item(
        draw(st.sampled_from(TITLES)),
        draw(st.sampled_from(BODIES)),
        clause,
        mode,
        lead,
        others,
        draw(st.sampled_from(list(DEADLINES))) if clause else "",
    )


def _clauses(units: list[str]) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    everyone, head, rest = tuple(units), tuple(units[:1]), tuple(units[1:])
    if not rest:
        first = units[0]
        return [
            ("", "-", (), ()),
            (f"{first}负责", "single", head, ()),
            (f"{first}牵头", "lead", head, ()),
            (f"责任单位：{first}", "single", head, ()),
        ]
    all_names, others = "、".join(everyone), "、".join(rest)
    found: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
        (f"{all_names}按职责分工负责", "joint", (), everyone),
        (f"{all_names}等部门按职责分工负责", "joint", (), everyone),
        (f"{all_names}负责", "joint-plain", (), everyone),
        (all_names, "joint-plain", (), everyone),
        (f"{head[0]}牵头，{others}配合", "lead+participants", head, rest),
        (f"{head[0]}牵头，{others}按职责分工负责", "lead+participants", head, rest),
        (f"{head[0]}会同{others}负责", "lead+participants", head, rest),
        (f"牵头单位：{head[0]}；配合单位：{others}", "lead+participants", head, rest),
    ]
    if len(units) > 2:
        two, more = tuple(units[:2]), tuple(units[2:])
        printed = f"{'、'.join(two)}按职责牵头，{'、'.join(more)}分工负责"
        found.append((printed, "joint-lead+participants", two, more))
    return found


HAN = "一二三四五六七八九十"


@st.composite
def plans(draw: st.DrawFn) -> tuple[str, list[Item], int]:
    """A plan's text, the items in its chapters of work, how many safeguards it has."""
    chapters = draw(st.lists(st.sampled_from(CHAPTERS), min_size=1, max_size=3, unique=True))
    small, running = draw(st.booleans()), draw(st.booleans())
    lines = [
        "青禾区知识产权强区建设行动方案（2021—2025年）",
        "为加强知识产权工作，结合我区实际，制定本方案。",
    ]
    written: list[Item] = []
    for place, chapter in enumerate(chapters):
        lines.append(f"{HAN[place]}、{chapter}")
        drawn = draw(st.lists(items(), min_size=1, max_size=3))
        # A paragraph printed twice word for word is read once, so no two may be alike.
        here = [
            replace(item, body=f"{item.body}，抓好第{HAN[place]}组第{HAN[number]}项工作")
            for number, item in enumerate(drawn)
        ]
        for number, item in enumerate(here, len(written) + 1 if running else 1):
            marker = f"{number}." if small else f"（{HAN[number - 1]}）"
            lines.append(marker + item.printed())
        written += here
    safeguards = draw(st.integers(0, 2))
    if safeguards:
        lines.append(f"{HAN[len(chapters)]}、保障措施")
        heads = (
            "（一）加强组织领导。建立专班，定期研究。",
            "（二）强化资金支持。统筹各类资金，提高使用效益。",
        )
        lines += heads[:safeguards]
    return "\n".join(lines) + "\n", written, safeguards


def read(text: str) -> Outline:
    return outline_of(source_text(text.encode(), "plan.txt"))


def found(read_outline: Outline) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...], str]]:
    """What was found, in simplified characters and folded signs."""
    result = []
    for task in tasks_of(read_outline):
        if task.kind != "safeguard":
            day = task.deadline and (str(task.deadline.date) if task.deadline.date else task.deadline.kind)
            names = tuple(map(plain, task.lead)), tuple(map(plain, task.participants))
            result.append((plain(task.title or ""), task.mode or "-", *names, day or "-"))
    return result


def plain(words: str) -> str:
    return fold(simplified(words)).replace(" ", "")


def expected(written: list[Item]) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...], str]]:
    return [
        (plain(title), mode, tuple(map(plain, lead)), tuple(map(plain, others)), day)
        for title, mode, lead, others, day in map(Item.found, written)
    ]


@settings(max_examples=80, deadline=None)
@given(plans())
def test_what_is_written_is_found(plan: tuple[str, list[Item], int]) -> None:
    text, written, safeguards = plan
    outlined = read(text)
    assert found(outlined) == expected(written)
    assert sum(task.kind == "safeguard" for task in tasks_of(outlined)) == safeguards


DRESSES = {
    "round half-width": lambda text: rendering.with_brackets(text, "(", ")"),
    "square": lambda text: rendering.with_brackets(text, "[", "]"),
    "lenticular": lambda text: rendering.with_brackets(text, "【", "】"),
    "tortoise": lambda text: rendering.with_brackets(text, "〔", "〕"),
    "half width": rendering.half_width,
    "full width": rendering.full_width,
    "blank lines": rendering.with_blank_lines,
    "traditional": rendering.traditional,
}


@settings(max_examples=60, deadline=None)
@given(plans(), st.sampled_from(sorted(DRESSES)))
def test_signs_and_script_change_nothing(plan: tuple[str, list[Item], int], dress: str) -> None:
    text, written, _ = plan
    assert found(read(DRESSES[dress](text))) == expected(written)


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(18, 45), st.booleans())
def test_hard_line_ends_change_nothing(plan: tuple[str, list[Item], int], width: int, blank: bool) -> None:
    text, written, _ = plan
    page = rendering.rewrapped(text, width)
    assert found(read(rendering.with_blank_lines(page) if blank else page)) == expected(written)


ALPHABET = st.sampled_from(
    list(
        "一二三（）()【】、。；：，1234567890.-—|\n\n 　专栏章第条各区局市负责牵头配合年月日底前持续推进"
        "序号指标任务责任单位附件注①●《》“”abc"
    )
)


@settings(max_examples=250, deadline=None)
@given(st.text(ALPHABET, max_size=400) | st.text(max_size=200))
def test_any_text_is_survived_and_blocks_stand_in_order(text: str) -> None:
    source = source_of(text)
    outlined = outline_of(source)
    ends = [0]
    for block in outlined.blocks:
        assert ends[-1] <= block.span[0] < block.span[1] <= len(text)
        ends.append(block.span[1])
    for task in tasks_of(outlined):
        assert 0 <= task.span[0] < task.span[1] <= len(text)
        assert 0 < task.confidence <= 1
    for box in boxes_of(outlined):
        assert all(item.text == item.text.strip() for item in box.items)


@settings(max_examples=200, deadline=None)
@given(st.text(ALPHABET, max_size=120) | st.text(max_size=60))
def test_any_clause_is_survived_and_names_stand_in_it(text: str) -> None:
    clause = parse_units(text)
    for name in clause.units:
        assert "".join(name.split()) in "".join(text.split())
    for found_clause in unit_clauses(text, fold(text)):
        assert 0 <= found_clause.span[0] <= found_clause.span[1] <= len(text)


@settings(max_examples=100, deadline=None)
@given(st.text(ALPHABET, max_size=300))
def test_no_sign_is_lost_or_doubled_in_lines_of_sense(text: str) -> None:
    source = source_of(text)
    lines = lines_of(source)
    offsets = [offset for line in lines for offset in line.flow.offsets]
    assert offsets == sorted(set(offsets))
    kept = "".join(sign for line in lines for sign in line.text)
    bare = "".join(text.split())
    assert "".join(kept.split()).replace("|", "") == bare.replace("|", "")


@pytest.mark.parametrize("name", sorted(path.stem for path in PLANS.glob("*.txt")))
def test_blocks_of_every_invented_plan_stand_in_order(name: str) -> None:
    blocks = outline((PLANS / f"{name}.txt").read_text("utf-8")).blocks
    assert all(one.span[1] <= two.span[0] for one, two in pairwise(blocks))


LONG = {
    "chapters": "一、重点任务\n" * 2000,
    "items": "".join(
        f"{number}.做好第{number}项工作，推进落实。（区科技局负责）\n" for number in range(1, 1500)
    ),
    "brackets": "（" * 10000,
    "pairs": "（）" * 5000,
    "names": "（" + "区科技局、" * 2000 + "负责）",
    "verbs": "负责牵头配合" * 2000,
    "boxes": "专栏1 工程\n" * 1500,
    "bars": "甲 | 乙 | 丙 |\n" * 1500,
    "cells": "序号\n任务\n责任单位\n" * 1500,
    "dates": "2021年12月底前" * 1500,
    "dots": "." * 10000 + "\n" + "…" * 10000,
    "blanks": " \n" * 10000,
    "one line": "一、总体要求。（一）指导思想。1.做好甲。" * 400,
    "same paragraph": "推进知识产权强区建设，完善体制机制，健全政策体系，强化要素保障，优化发展环境。\n"
    * 1000,
}


@pytest.mark.parametrize("name", LONG)
def test_long_and_monotonous_text_is_survived(name: str) -> None:
    """How long it takes is a row of `make bench`; a rule that never ends would hang here."""
    spans = [task.span for task in tasks_of(outline(LONG[name]))]
    assert all(0 <= start < end for start, end in spans)
    assert spans == sorted(spans)
