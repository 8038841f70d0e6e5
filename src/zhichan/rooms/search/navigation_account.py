"""What a navigation report says of its project (项目概况): computed from what was recorded, as it stands.

It is printed in Chinese, whoever asks, like the rest of the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import override

from zhichan.core.reports.facts import Column
from zhichan.core.reports.printing.parts import Paragraph, Part, Ruled
from zhichan.core.reports.wording import LineKind
from zhichan.core.tables.text import day_text, moment_text
from zhichan.rooms.search.models import (
    NavigationEntry,
    NavigationFinding,
    NavigationMember,
    NavigationProject,
)
from zhichan.rooms.search.queries.navigation import FindingRead, ProjectRead

_PAIRS = (Column("项目", 4), Column("内容", 14))
_STEPS = (Column("步骤", 5), Column("状态", 3), Column("做了什么", 11), Column("记录", 6))
_SETS = (
    Column("数据集", 4), Column("版本", 2, is_number=True), Column("检索式", 9),
    Column("件数", 3, is_number=True), Column("快照", 4), Column("清洗说明", 5),
)  # fmt: skip
_NONE = "没有记录"
Rows = Sequence[tuple[str, ...]]


def account_parts(read: ProjectRead, version: int, stale: int) -> list[Part]:
    """Before the blocks: kind, purpose, who takes part, steps, data sets. ``version``: of the report;
    ``stale``: how many of its blocks rest on a data set that was asked again since."""
    with override("zh-hans"):
        return list(_account(read, version, stale))


def finding_parts(read: ProjectRead) -> list[Part]:
    """After them: each finding with what it rests on, what reviewers said, and who adopted it or not."""
    with override("zh-hans"):
        return list(_findings(read.findings, read.gone))


def gone_text(gone: int) -> str:
    """How many records of a data set left, behind its count; nothing for none."""
    return f"，其中{gone:,}件已不在登记册" if gone else ""


def _account(read: ProjectRead, version: int, stale: int) -> Iterator[Part]:
    project = read.project
    yield Paragraph(LineKind.HEADING, "项目概况")
    yield Ruled(_PAIRS, tuple(_overview(read, version, stale)))
    yield Paragraph(LineKind.HEADING, "目的和范围")
    yield from _sentences(project.goal)
    yield Paragraph(LineKind.HEADING, "步骤")
    yield Ruled(_STEPS, tuple(_step(step, entry) for step, entry in read.steps))
    yield Paragraph(LineKind.HEADING, "数据集")
    if read.data_sets:
        yield Ruled(
            _SETS,
            tuple(
                (
                    one.name, str(one.number), one.line,
                    f"{one.hit_count:,}{gone_text(read.gone.get(one.pk, 0))}",
                    moment_text(one.snapshot_at),
                    _flat(one.note),
                )
                for one in read.data_sets
            ),
        )  # fmt: skip
    else:
        yield Paragraph(LineKind.SENTENCE, "还没有数据集。")


def _overview(read: ProjectRead, version: int, stale: int) -> Rows:
    project: NavigationProject = read.project
    of_part = {
        part: "、".join(one.person.name for one in read.members if one.part == part)
        for part in NavigationMember.Part
    }
    return [
        ("类别", f"{project.get_kind_display()}（GB/T 39551—2020）"),
        ("承担单位", project.owner_unit.name if project.owner_unit else _NONE),
        ("立项", f"{_who(project)}，{moment_text(project.made_at)}"),
        ("参加人", of_part[NavigationMember.Part.EDIT] or "没有安排"),
        ("评审人", of_part[NavigationMember.Part.REVIEW] or "没有安排"),
        ("状态", str(project.get_state_display())),
        ("发现", _count(read.findings)),
        ("报告", f"第{version}版" + (f"；{stale}块按旧的数据集，没有重算" if stale else "")),
    ]


def _count(findings: Sequence[FindingRead]) -> str:
    decided = [one.decision.is_adopted for one in findings if one.decision]
    adopted, refused = decided.count(True), decided.count(False)
    left = len(findings) - len(decided)
    return f"{len(findings)}条：采纳{adopted}条，不采纳{refused}条，未决定{left}条"


def _step(step: NavigationEntry.Step, entry: NavigationEntry | None) -> tuple[str, ...]:
    if entry is None:
        return str(step.label), "未开始", "", ""
    state = "已完成" if entry.is_done else "在做"
    return str(step.label), state, _flat(entry.text), f"{_who(entry)}，{moment_text(entry.made_at)}"


def _findings(findings: Sequence[FindingRead], gone: Mapping[int, int]) -> Iterator[Part]:
    yield Paragraph(LineKind.HEADING, "发现、评审和采纳")
    if not findings:
        yield Paragraph(LineKind.SENTENCE, "还没有发现。")
    for number, one in enumerate(findings, 1):
        yield Paragraph(LineKind.SUBHEADING, f"发现{number}")
        yield from _sentences(one.finding.text)
        yield Ruled(_PAIRS, tuple(_finding(one, gone.get(one.finding.data_set_id, 0))))


def _finding(read: FindingRead, gone: int) -> Iterator[tuple[str, str]]:
    data_set, decision = read.finding.data_set, read.decision
    newer = "；数据集已有新版" if read.is_stale else ""
    yield (
        "依据",
        f"数据集“{data_set.name}”第{data_set.number}版，{data_set.hit_count:,}件{gone_text(gone)}{newer}",
    )
    yield "记录", f"{_who(read.finding)}，{moment_text(read.finding.made_at)}"
    for remark in read.remarks:
        yield "评审意见", _said(remark)
    if not read.remarks:
        yield "评审意见", "没有"
    if decision is None:
        yield "采纳", "未决定"
    else:
        yield "采纳", "采纳" if decision.is_adopted else "不采纳"
        yield "由谁决定", f"{decision.decided_by}，{day_text(decision.decided_on)}"
        yield "理由", _flat(decision.text)
    for entry in read.follow_ups:
        yield "后续跟踪", _said(entry)


def _said(entry: NavigationEntry) -> str:
    return f"{_who(entry)}，{moment_text(entry.made_at)}：{_flat(entry.text)}"


def _who(row: NavigationProject | NavigationEntry | NavigationFinding) -> str:
    return row.made_by.name if row.made_by else "系统"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _sentences(text: str) -> Iterator[Part]:
    yield from (Paragraph(LineKind.SENTENCE, line.strip()) for line in text.splitlines() if line.strip())
