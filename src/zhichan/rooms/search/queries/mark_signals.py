"""Signals of filing in bad faith (恶意注册线索): figures and rows for whoever judges, no verdict.

Source of the factors: 规范商标申请注册行为若干规定 (SAMR Order 17) 第八条 [memory]; agencies 商标法(2019)
第十九条 [verified]; the test from 2027-01-01 商标法(2026修订) 第十九条 [verified]. No factor has a threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.marks.elements import mark_of
from zhichan.rooms.registry.face import (
    FiledMark,
    PartyTold,
    affiliates_of,
    agency_counts,
    applicant_of,
    classes_of,
    filed_marks,
    marks_told,
    parties_bearing,
    passed_on,
)
from zhichan.rooms.search.queries.marks import close_marks

TITLES_COMPARED = 20
CLOSE = 85
ROWS_SHOWN = 50
MEMORY, VERIFIED = "memory", "verified"


@dataclass(frozen=True)
class Row:
    """A row behind a signal: where it opens, what it says."""

    label: str
    url: str = ""
    note: str = ""
    is_sample: bool = False


@dataclass(frozen=True)
class Signal:
    """``finding``: what was counted; ``how``: by what; ``rows``: the first of the ``count`` behind it."""

    id: str
    label: str
    finding: str
    how: str
    rows: Sequence[Row]
    count: int
    mark: str
    source: str


@dataclass(frozen=True)
class Signals:
    applicant: PartyTold
    affiliates: Sequence[PartyTold]
    signals: Sequence[Signal]


NOT_RECORDED: tuple[str | Promise, ...] = (
    gettext_lazy("注册资本和人数"),
    gettext_lazy("法定代表人"),
    gettext_lazy("驳回、不予注册和无效所依的条款"),
    gettext_lazy("商标知名度"),
    gettext_lazy("知名人物名单"),
)


def signals_of(party_id: int, actor: Actor, today: date) -> Signals:
    """What the registers say of an applicant and its affiliates. Raises NotFound, IndexMissing.

    The marks of others are compared with the latest ``TITLES_COMPARED`` names only.
    """
    applicant, affiliates = applicant_of(party_id, actor), affiliates_of(party_id, actor)
    ids = [party_id, *(one.pk for one in affiliates)]
    marks = filed_marks(ids, actor)
    titles = list(dict.fromkeys(one.title for one in marks if not mark_of(one.title).is_empty))[
        :TITLES_COMPARED
    ]
    signals = [
        _volume(marks, passed_on(ids, actor), today),
        _business(applicant, marks),
        _refused(marks),
        _near_marks(titles, ids, actor),
        _near_names(titles, ids, actor),
        _agencies(marks, actor),
        _over_need(marks, today),
    ]
    return Signals(applicant, affiliates, signals)


def _volume(marks: Sequence[FiledMark], passed: Sequence[FiledMark], today: date) -> Signal:
    recent = _of_the_last_year(marks, today)
    finding = _("近 12 个月申请 %(recent)s 件，在册 %(all)s 件、%(classes)s 个类别；转出 %(passed)s 件。") % {
        "recent": len(recent), "all": len(marks), "classes": len(classes_of(marks)), "passed": len(passed),
    }  # fmt: skip
    rows = [*map(_mark_row, recent), *(_mark_row(one, _("已转出")) for one in passed)]
    how = _("数第一注册人是申请人或其关联主体的商标（地址相同或已归并）；转出按权利人的变更。")
    return _signal("volume", _("申请数量、类别、交易情况"), finding, how, rows)


def _business(applicant: PartyTold, marks: Sequence[FiledMark]) -> Signal:
    industry = applicant.industry or _("未登记")
    finding = _("登记的行业：%(industry)s；商标在 %(classes)s 个类别。") % {
        "industry": industry, "classes": len(classes_of(marks)),
    }  # fmt: skip
    rows = [Row(label, note=str(count)) for label, count in classes_of(marks)]
    how = _("列出行业和各类别件数，是否相称由人看。")
    return _signal("business", _("行业与经营状况"), finding, how, rows)


def _refused(marks: Sequence[FiledMark]) -> Signal:
    refused = [one for one in marks if one.is_refused]
    finding = _("驳回、不予注册或无效 %(n)s 件，所依的条款未登记。") % {"n": len(refused)}
    how = _("数状态为驳回生效、不予注册生效或无效的商标；是否因恶意要看决定原文。")
    return _signal(
        "prior_decisions", _("生效决定认定的恶意注册或侵权"), finding, how, list(map(_mark_row, refused))
    )


def _near_marks(titles: Sequence[str], ids: Sequence[int], actor: Actor) -> Signal:
    """Each close mark of others once, with the name that comes closest."""
    best: dict[int, tuple[int, str]] = {}
    for title in titles:
        for mark, score in close_marks(title, (), actor, CLOSE):
            best[mark.pk] = max(best.get(mark.pk, (0, "")), (score, title))
    told = marks_told(best, actor)
    others = [pk for pk in sorted(best, key=lambda pk: (-best[pk][0], pk)) if pk in told]
    others = [pk for pk in others if told[pk].holder_id not in ids]
    rows = [
        Row(
            told[pk].title,
            told[pk].url,
            _("与“%(title)s”%(score)s 分 · %(holder)s")
            % {"title": best[pk][1], "score": best[pk][0], "holder": told[pk].holder or "—"},
            told[pk].is_sample,
        )
        for pk in others
    ]
    finding = _("与他人在册商标得分 %(score)s 以上的有 %(n)s 件。") % {"score": CLOSE, "n": len(others)}
    how = _("把最近 %(n)s 个名称逐一做近似检索，去掉自己和关联主体的；在册商标是否有知名度未登记。") % {
        "n": TITLES_COMPARED
    }
    return _signal("near_known_marks", _("与有一定知名度商标相同近似"), finding, how, rows)


def _near_names(titles: Sequence[str], ids: Sequence[int], actor: Actor) -> Signal:
    rows: dict[int, Row] = {}
    for title in titles:
        if len(mark_of(title).han or mark_of(title).letters) < 2:
            continue
        for one in parties_bearing(title, ids, actor):
            note = _("名称里有“%(title)s”") % {"title": title}
            rows.setdefault(one.pk, Row(one.name, one.url, note, one.is_sample))
    finding = _("名称或曾用名里有这些商标的其他主体 %(n)s 个。") % {"n": len(rows)}
    how = _("在组织与个人登记册的名称和曾用名里检索每个商标名称。")
    return _signal(
        "near_names", _("与知名人物姓名、字号、企业简称相同近似"), finding, how, list(rows.values())
    )


def _agencies(marks: Sequence[FiledMark], actor: Actor) -> Signal:
    counts = agency_counts([one.agency for one in marks], actor)
    rows = [
        Row(one.agency, note=_("在册 %(marks)s 件，驳回或无效 %(refused)s 件") % {
            "marks": one.marks, "refused": one.refused,
        })
        for one in counts
    ]  # fmt: skip
    finding = _("经 %(n)s 家代理机构申请。") % {"n": len(rows)}
    how = _("数同一代理机构在册的商标和其中驳回、不予注册或无效的；条款未登记。")
    return _signal("agency", _("代理机构明知"), finding, how, rows, VERIFIED, "商标法(2019) 第十九条")


def _over_need(marks: Sequence[FiledMark], today: date) -> Signal:
    recent = _of_the_last_year(marks, today)
    finding = _("近 12 个月申请 %(recent)s 件；是否明显超出正常经营需要由人判断。") % {"recent": len(recent)}
    how = _("同“申请数量”；2027-01-01 起的法定标准。")
    label = _("不以使用为目的且明显超出正常生产经营需要")
    return _signal("over_need", label, finding, how, [], VERIFIED, "商标法(2026修订) 第十九条")


def _signal(
    name: str,
    label: str,
    finding: str,
    how: str,
    rows: Sequence[Row],
    mark: str = MEMORY,
    source: str = "规范商标申请注册行为若干规定 第八条",
) -> Signal:
    return Signal(name, label, finding, how, rows[:ROWS_SHOWN], len(rows), mark, source)


def _of_the_last_year(marks: Sequence[FiledMark], today: date) -> list[FiledMark]:
    begun = _year_before(today)
    return [one for one in marks if one.filed_on is not None and begun < one.filed_on <= today]


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _mark_row(one: FiledMark, note: str = "") -> Row:
    said = " · ".join(part for part in (one.number, str(one.filed_on or "—"), one.status, note) if part)
    return Row(one.title, one.url, said, one.is_sample)
