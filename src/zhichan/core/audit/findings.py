"""What ``audit verify`` can find (校验发现)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from zhichan.core.audit.subjects import SubjectKey


class Problem(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    REORDERED = "reordered"
    BROKEN_LINK = "broken_link"
    CUT_TAIL = "cut_tail"
    REMOVED_SUBJECT = "removed_subject"
    REWRITTEN = "rewritten"
    HEAD_MISSING = "head_missing"
    HEAD_CHANGED = "head_changed"
    SEAL_CHANGED = "seal_changed"
    SEAL_MISSING = "seal_missing"
    ROOT_DIFFERS = "root_differs"
    JOURNAL_CHANGED = "journal_changed"
    JOURNAL_MISSING = "journal_missing"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was recorded. ``day`` is filled for findings about a seal."""

    problem: Problem
    subject: SubjectKey | None = None
    seq: int | None = None
    day: str = ""

    def where(self) -> str:
        if self.subject is None:
            return self.day
        place = f"{self.subject.kind}:{self.subject.id}"
        return place if self.seq is None else f"{place} #{self.seq}"

    def text(self) -> str:
        return f"{self.where()} {_meaning(self.problem)}".strip()


@dataclass(frozen=True)
class Report:
    """The outcome of a verification. ``unwitnessed``: events the journal does not name (crash, or forged)."""

    subjects: int
    events: int
    seals: int
    unwitnessed: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        return not self.findings


def _meaning(problem: Problem) -> str:
    meanings = {
        Problem.CHANGED: _("事件内容被改动"),
        Problem.MISSING: _("事件缺失"),
        Problem.REORDERED: _("事件次序被调换"),
        Problem.BROKEN_LINK: _("与上一事件的链接断开"),
        Problem.CUT_TAIL: _("链尾被截去"),
        Problem.REMOVED_SUBJECT: _("整个对象的记录被删除"),
        Problem.REWRITTEN: _("从此事件起整条链被重写"),
        Problem.HEAD_MISSING: _("链头缺失"),
        Problem.HEAD_CHANGED: _("链头与事件不符"),
        Problem.SEAL_CHANGED: _("日封存被改动"),
        Problem.SEAL_MISSING: _("日封存缺失"),
        Problem.ROOT_DIFFERS: _("封存的根摘要与现有记录不符"),
        Problem.JOURNAL_CHANGED: _("流水文件被改动或截短"),
        Problem.JOURNAL_MISSING: _("流水文件缺失"),
    }
    return meanings[problem]
