"""The page of marks like one (商标近似检索): a word and options, the list with its reasons, its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import may
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading
from zhichan.core.marks.elements import mark_of
from zhichan.core.marks.rules import BY_ID, RULES
from zhichan.core.marks.scoring import Fired
from zhichan.core.marks.ways import WAYS
from zhichan.core.marks.wording import reasons_text
from zhichan.core.search.exporting import use_notes
from zhichan.core.search.index import IndexMissing
from zhichan.rooms.registry.face import (
    PUBLIC_CLASSES,
    MarkTold,
    lists_of_holders,
    marks_told,
)
from zhichan.rooms.search.pages.mark_asking import LEASTS, MarkAsking
from zhichan.rooms.search.queries.marks import USUAL_LEAST, LikeMark, MarkAnswer, MarkQuestion, marks_like
from zhichan.rooms.search.rights import MARK_SIGNALS_VIEW, MARKS_SEARCH

PER_PAGE = 50
TONES = {"in_force": "ok", "pending": "info", "ended": "idle", "abroad": "idle"}


@dataclass(frozen=True)
class Shown:
    """One line of the list. ``rules``: the rules that fit, each with whether its exception may."""

    hit: LikeMark
    told: MarkTold
    reasons: str
    rules: Sequence[Fired]
    tone: str


@page(MARKS_SEARCH)
def marks(request: HttpRequest) -> HttpResponseBase:
    """``q``: the mark; ``way``, ``class``, ``group``, ``standing``, ``owner``, ``list``, ``least`` narrow the
    list; ``mark``: the one that is asked about, which is left out; ``beside``: the one it is compared with,
    alone. What cannot be read is told at its field, and nothing is listed."""
    actor = actor_in(request)
    lists = lists_of_holders(actor)
    asking = MarkAsking(request.GET, [pk for pk, _label in lists])
    asked = asking.question()
    left_out, only = asked.narrowing.left_out or 0, asked.narrowing.only or 0
    named = marks_told([left_out, only], actor)
    context: dict[str, Any] = {
        "asked": asked,
        "typed": asking.typed,
        "problems": asking.problems,
        "ways": WAYS,
        "leasts": LEASTS,
        "standings": PUBLIC_CLASSES,
        "rules": RULES,
        "lists": lists,
        "own": named.get(left_out),
        "beside": named.get(only),
        "cannot_read": bool(asked.name) and mark_of(asked.name).is_empty,
        "may_judge": may(actor, MARK_SIGNALS_VIEW),
    }
    if asking.problems or not asked.name:
        status = 422 if asking.problems else 200
        return render(request, "search/marks/search.html", context, status=status)
    try:
        answer = marks_like(asked, actor)
    except IndexMissing as refused:
        return render(
            request, "search/marks/search.html", {**context, "problem": refused}, status=refused.status
        )
    if request.GET.get("format") in ("xlsx", "csv"):
        told = marks_told([hit.mark.pk for hit in answer.marks], actor)
        lines = shown(answer.marks, told, asked)
        conditions = _conditions(asked, lists, context["own"])
        notes = _notes(asked, conditions, answer, len(lines), actor)
        return _export(lines, "csv" if request.GET["format"] == "csv" else "xlsx", notes)
    context |= _listed(request, answer, asked)
    return render(request, "search/marks/search.html", context)


def shown(hits: Sequence[LikeMark], told: dict[int, MarkTold], asked: MarkQuestion) -> list[Shown]:
    """Lines for the hits that are still to be seen."""
    return [
        Shown(
            hit,
            told[hit.mark.pk],
            reasons_text(hit.likeness),
            _rules(hit, asked),
            TONES[told[hit.mark.pk].public_class],
        )
        for hit in hits
        if hit.mark.pk in told
    ]


def _rules(hit: LikeMark, asked: MarkQuestion) -> Sequence[Fired]:
    """Goods come first only where somebody said for which goods."""
    goods = [Fired("goods_first")] if asked.narrowing.classes or asked.narrowing.groups else []
    return [*goods, *hit.likeness.rules]


def _listed(request: HttpRequest, answer: MarkAnswer, asked: MarkQuestion) -> dict[str, Any]:
    said = request.GET.get("page", "")
    pages = max(1, -(-len(answer.marks) // PER_PAGE))
    number = (
        min(int(said), pages) if said.isascii() and said.isdigit() and 0 < len(said) < 6 and int(said) else 1
    )
    hits = answer.marks[(number - 1) * PER_PAGE : number * PER_PAGE]
    told = marks_told([hit.mark.pk for hit in hits], actor_in(request))
    kept = [(key, value) for key, value in request.GET.lists() if key not in ("page", "format")]
    address = urlencode(kept, doseq=True)
    return {
        "answer": answer,
        "narrowed": _narrowed(asked),
        "lines": shown(hits, told, asked),
        "export_url": f"?{address}&format=xlsx",
        "previous_url": f"?{address}&page={number - 1}" if number > 1 else "",
        "next_url": f"?{address}&page={number + 1}" if number < pages else "",
    }


def _narrowed(asked: MarkQuestion) -> int:
    """How many conditions stand beside the name."""
    own = asked.narrowing
    told = (asked.ways, own.classes, own.groups, own.public_classes, own.owner, own.list_id, own.only)
    return sum(map(bool, (*told, asked.least != USUAL_LEAST)))


def _notes(asked: MarkQuestion, conditions: str, answer: MarkAnswer, count: int, actor: Actor) -> list[str]:
    """What a file is of: the mark and how it was asked, the count, of which state, who and when."""
    said = {"n": f"{count:,}", "compared": f"{answer.compared:,}", "found": f"{answer.found:,}"}
    cut = [_("候选有 %(found)s 件，只比对了最近登记的一部分。") % said] if answer.is_cut else []
    return [
        _("商标：%(name)s") % {"name": asked.name},
        _("条件：%(conditions)s") % {"conditions": conditions},
        _("近似 %(n)s 件，比对候选 %(compared)s 件") % said,
        *cut,
        _("按索引现在所知，快照 %(snapshot)s") % {"snapshot": answer.snapshot},
        _("得分供人判断，不是结论。"),
        *use_notes(who=actor.name, at=now()),
    ]


def _conditions(asked: MarkQuestion, lists: Sequence[tuple[int, str]], own: MarkTold | None) -> str:
    """What narrows the list, in the words of the page."""
    narrowing = asked.narrowing
    told: list[tuple[str, Iterable[str]]] = [
        (_("近似方式"), [str(label) for way, label in WAYS if way in asked.ways]),
        (_("类别"), narrowing.classes),
        (_("类似群"), narrowing.groups),
        (_("状态"), [str(label) for code, label in PUBLIC_CLASSES if code in narrowing.public_classes]),
        (_("注册人"), [narrowing.owner]),
        (_("注册人在名录"), [label for pk, label in lists if pk == narrowing.list_id]),
        (_("得分不低于"), [str(asked.least)]),
        (_("不列本件"), [f"{own.title} {own.number}"] if own else []),
    ]
    return "；".join(f"{label}：{'、'.join(values)}" for label, values in told if any(values))


def _export(lines: Sequence[Shown], file_format: Any, notes: Sequence[str]) -> HttpResponseBase:
    headings = [
        Heading(_("商标名称"), width=24),
        Heading(_("注册号与类别"), width=18),
        Heading(_("得分"), "0"),
        Heading(_("形"), "0"),
        Heading(_("音"), "0"),
        Heading(_("义"), "0"),
        Heading(_("理由"), width=40),
        Heading(_("规则"), width=30),
        Heading(_("类似群"), width=18),
        Heading(_("商品或服务"), width=40),
        Heading(_("法律状态")),
        Heading(_("第一注册人"), width=28),
        Heading(_("示例")),
    ]
    return export_rows(_("近似商标"), headings, map(_cells, lines), file_format=file_format, notes=notes)


def _rule_words(fired: Fired) -> str:
    words = str(BY_ID[fired.rule_id].condition)
    return f"{words}{_('（有例外）')}" if fired.is_excepted else words


def _cells(line: Shown) -> list[str | int]:
    likeness, told = line.hit.likeness, line.told
    return [
        told.title,
        told.number,
        likeness.score,
        likeness.shape,
        likeness.sound,
        likeness.meaning,
        line.reasons,
        "；".join(_rule_words(one) for one in line.rules),
        told.groups,
        told.goods,
        told.status,
        told.holder,
        _("示例") if told.is_sample else "",
    ]
