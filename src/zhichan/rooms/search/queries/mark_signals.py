"""Signals of filing in bad faith (恶意注册线索): figures and rows for whoever judges, no verdict.

Source of the factors: 规范商标申请注册行为若干规定 (SAMR Order 17) 第八条 [memory]; agencies 商标法(2019)
第十九条 [verified]; the test from 2027-01-01 商标法(2026修订) 第十九条 [verified]. No factor has a threshold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.marks.elements import mark_of
from zhichan.rooms.registry.face import (
    FiledMark,
    MarkTold,
    PartyTold,
    affiliates_of,
    agency_counts,
    applicant_of,
    classes_of,
    filed_marks,
    known_since,
    lists_naming,
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

    The marks and names of others are compared with the latest ``TITLES_COMPARED`` names only, and count where
    they were there before.
    """
    applicant, affiliates = applicant_of(party_id, actor), affiliates_of(party_id, actor)
    ids = [party_id, *(one.pk for one in affiliates)]
    marks = filed_marks(ids, actor)
    own = _compared(marks)
    signals = [
        _volume(marks, passed_on(ids, actor), today),
        _business(applicant, marks),
        _refused(marks),
        _near_marks(own, ids, actor),
        _near_names(own, ids, actor),
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


def _compared(marks: Sequence[FiledMark]) -> Mapping[str, date]:
    """The latest names that can be compared, each with the day it was first filed; without one it is left
    out, for nothing is known to be earlier."""
    found: dict[str, date] = {}
    for one in marks:
        if one.filed_on is not None and not mark_of(one.title).is_empty:
            found[one.title] = min(one.filed_on, found.get(one.title, one.filed_on))
    return dict(list(found.items())[:TITLES_COMPARED])


@dataclass(frozen=True)
class Close:
    """A mark of somebody else: the name it comes closest to, and whether it was filed before that."""

    told: MarkTold
    score: int
    title: str
    is_earlier: bool


def _near_marks(own: Mapping[str, date], ids: Sequence[int], actor: Actor) -> Signal:
    """Marks of others that were there before: those on lists of marks first, then the closest.

    Of later ones the applicant may be the one that is copied; of ended ones nothing is left to copy.
    """
    every = [one for one in _close(own, actor) if one.told.holder_id not in ids]
    alive = [one for one in every if one.told.public_class != "ended"]
    earlier = [one for one in alive if one.is_earlier]
    lists = lists_naming([one.told.pk for one in earlier], actor)
    earlier.sort(key=lambda one: (one.told.pk not in lists, -one.score, one.told.pk))
    counts = {
        "score": CLOSE, "n": len(earlier), "listed": len(lists), "later": len(alive) - len(earlier),
        "ended": len(every) - len(alive),
    }  # fmt: skip
    finding = _(
        "他人更早申请、得分 %(score)s 以上的在册商标 %(n)s 件，其中名录里的 %(listed)s 件；"
        "晚于它或不知早晚的 %(later)s 件、已失效的 %(ended)s 件不计。"
    )
    how = _(
        "把最近 %(n)s 个名称逐一做近似检索，去掉自己和关联主体的，只数申请日早于这个名称首次申请的；"
        "名录指写明商标或注册号的，以及名称里有“商标、驰名、著名、知名、老字号”的。没有列入名录的，是否有知名度未登记。"
    ) % {"n": TITLES_COMPARED}
    rows = [_close_row(one, lists.get(one.told.pk, "")) for one in earlier]
    return _signal("near_known_marks", _("与有一定知名度商标相同近似"), finding % counts, how, rows)


def _close(own: Mapping[str, date], actor: Actor) -> list[Close]:
    """Each close mark once: with a name filed after it where there is one, of these with the closest."""
    scores: dict[int, list[tuple[int, str]]] = {}
    for title in own:
        for mark, score in close_marks(title, (), actor, CLOSE):
            scores.setdefault(mark.pk, []).append((score, title))
    found = []
    for pk, told in marks_told(scores, actor).items():
        tried = [(_is_earlier(told.filed_on, own[title]), score, title) for score, title in scores[pk]]
        is_earlier, score, title = max(tried)
        found.append(Close(told, score, title, is_earlier))
    return found


def _is_earlier(day: date | None, than: date) -> bool:
    return day is not None and day < than


def _close_row(one: Close, lists: str) -> Row:
    told = one.told
    parts = [
        _("在名录：%(lists)s") % {"lists": lists} if lists else "",
        told.nice_class_label,
        str(told.filed_on),
        _("与“%(title)s”%(score)s 分 · %(holder)s")
        % {"title": one.title, "score": one.score, "holder": told.holder or "—"},
    ]
    return Row(told.title, told.url, " · ".join(filter(None, parts)), told.is_sample)


def _near_names(own: Mapping[str, date], ids: Sequence[int], actor: Actor) -> Signal:
    """Parties that were there before the name was filed; of the others nobody knows who was first."""
    bearing: dict[int, tuple[PartyTold, list[str]]] = {}
    for title in own:
        if len(mark_of(title).han or mark_of(title).letters) >= 2:
            for one in parties_bearing(title, ids, actor):
                bearing.setdefault(one.pk, (one, []))[1].append(title)
    since = known_since(bearing, actor)
    rows = []
    for pk, (one, titles) in bearing.items():
        later = [title for title in titles if _is_earlier(since.get(pk), own[title])]
        if later:
            said = {"title": later[0], "day": since[pk]}
            note = _("名称里有“%(title)s” · 登记册里最早 %(day)s") % said
            rows.append(Row(one.name, one.url, note, one.is_sample))
    finding = _(
        "名称或曾用名里有这些商标、并且早于其申请的其他主体 %(n)s 个；晚于它或不知早晚的 %(later)s 个不计。"
    )
    how = _(
        "在组织与个人登记册的名称和曾用名里检索每个商标名称；早晚看登记的起始日期和它第一件专利或商标的申请日，成立日期未登记。"
    )
    counts = {"n": len(rows), "later": len(bearing) - len(rows)}
    return _signal("near_names", _("与知名人物姓名、字号、企业简称相同近似"), finding % counts, how, rows)


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
