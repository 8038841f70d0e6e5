"""What a later version of a procedure changes (版本差异): states, moves, limits, seats, forms.

A matter keeps the version it began with; this says what it would meet in the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.advice import Adviser, adviser_named
from zhichan.core.matters.effects import Effect, effect_named
from zhichan.core.matters.guards import Guard, guard_named
from zhichan.core.matters.issued import titles_of
from zhichan.core.matters.procedure import ANY_OPEN, Field, Move, Procedure, Seat, Source, State
from zhichan.core.matters.wording import SaidLimit, kind_text, parts_text, said_limit, said_source

Aspects = dict[str, str]


class What(StrEnum):
    """What was changed."""

    PROCEDURE = "procedure"
    STATE = "state"
    MOVE = "move"
    LIMIT = "limit"
    SEAT = "seat"
    FIELD = "field"


class How(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


WHAT_WORDS: dict[What, Promise] = {
    What.PROCEDURE: gettext_lazy("程序"),
    What.STATE: gettext_lazy("状态"),
    What.MOVE: gettext_lazy("动作"),
    What.LIMIT: gettext_lazy("期限"),
    What.SEAT: gettext_lazy("参与人"),
    What.FIELD: gettext_lazy("填写项"),
}
HOW_WORDS: dict[How, Promise] = {
    How.ADDED: gettext_lazy("新增"),
    How.REMOVED: gettext_lazy("取消"),
    How.CHANGED: gettext_lazy("改变"),
}


@dataclass(frozen=True)
class Detail:
    """One aspect of a thing, in words, before and after."""

    aspect: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One thing that was added, removed or changed; ``details``: what changed, as far as
    there are words for it."""

    what: What
    how: How
    name: str
    label: str
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True)
class Difference:
    """``stranded``: open states of the old version in which a matter could not go on in the new one."""

    changes: tuple[Change, ...]
    stranded: tuple[str, ...]


@dataclass(frozen=True)
class _Thing:
    """``data``: what is compared; ``aspects``: the same in words, as far as there are words for it."""

    label: str
    data: object
    aspects: Aspects


def difference(old: Procedure, new: Procedure) -> Difference:
    """Every change from one version to another, in the active language; by kind, in the order written."""
    changes: list[Change] = []
    for what, things_of in _KINDS.items():
        changes += _changes(what, things_of(old), things_of(new))
    going_on = set(new.open_states)
    return Difference(tuple(changes), tuple(name for name in old.open_states if name not in going_on))


def _changes(what: What, old: Mapping[str, _Thing], new: Mapping[str, _Thing]) -> Iterator[Change]:
    for name, thing in old.items():
        if name not in new:
            yield Change(what, How.REMOVED, name, thing.label)
        elif thing.data != new[name].data:
            details = tuple(_details(thing.aspects, new[name].aspects))
            yield Change(what, How.CHANGED, name, new[name].label, details)
    for name, thing in new.items():
        if name not in old:
            yield Change(what, How.ADDED, name, thing.label)


def _details(old: Aspects, new: Aspects) -> Iterator[Detail]:
    for aspect in {**old, **new}:
        before, after = old.get(aspect, ""), new.get(aspect, "")
        if before != after:
            yield Detail(aspect, before, after)


def _procedure(one: Procedure) -> dict[str, _Thing]:
    aspects = {
        _("名称"): str(one.label),
        _("编号用字"): one.number_word,
        _("依据"): "；".join(_source(source) for source in one.basis),
        _("对外申请"): _truth(one.is_public),
        _("保管年限"): str(one.retention_years or ""),
        _("说明"): str(one.note),
    }
    own = replace(one, version=0, in_force_from=date.min, states=(), moves=(), seats=(), opening=())
    return {one.name: _Thing(str(one.label), own, aspects)}


def _states(procedure: Procedure) -> dict[str, _Thing]:
    return {one.name: _Thing(str(one.label), one, _state_aspects(one)) for one in procedure.states}


def _state_aspects(one: State) -> Aspects:
    return {
        _("名称"): str(one.label),
        _("对外告知"): str(one.public or one.label),
        _("办结"): _truth(one.is_final),
        _("停止计时"): one.stops,
    }


def _moves(procedure: Procedure) -> dict[str, _Thing]:
    return {
        one.name: _Thing(str(one.label), replace(one, form=(), within=()), _move_aspects(procedure, one))
        for one in procedure.moves
    }


def _move_aspects(procedure: Procedure, one: Move) -> Aspects:
    labels = {state.name: str(state.label) for state in procedure.states}
    leaves = (
        _("任何未结环节") if one.leaves == (ANY_OPEN,) else "、".join(labels[name] for name in one.leaves)
    )
    return {
        _("名称"): str(one.label),
        _("从"): leaves,
        _("到"): labels[one.to] if one.to else _("不变"),
        _("办理身份"): parts_text(one.by),
        _("依据"): _source(one.basis),
        _("条件"): "、".join((*_words(one.guards, guard_named), *one.after)),
        _("文书"): titles_of(one.issues),
        _("规则参考"): "、".join(_words(one.advice, adviser_named)),
        _("登记效果"): "、".join(_words(one.effects, effect_named)),
        _("提起"): one.starts,
    }


def _limits(procedure: Procedure) -> dict[str, _Thing]:
    found = {}
    for duty in procedure.duties:
        said = said_limit(procedure, duty.within, (str(move.label) for move in duty.moves))
        data = duty.within, [move.name for move in duty.moves]
        found[duty.within.name] = _Thing(said.text, data, _limit_aspects(said))
    return found


def _limit_aspects(said: SaidLimit) -> Aspects:
    return {
        _("期限"): said.text,
        _("适用于"): "、".join(said.moves),
        _("说明"): "；".join(said.details),
        _("承诺"): said.promised,
        _("依据"): f"{said.source.text}（{said.source.mark}）",
    }


def _seats(procedure: Procedure) -> dict[str, _Thing]:
    return {one.name: _Thing(str(one.label), one, _seat_aspects(one)) for one in procedure.seats}


def _seat_aspects(one: Seat) -> Aspects:
    return {
        _("名称"): str(one.label),
        _("办理身份"): parts_text([one.part] if one.part else []),
        _("必填"): _truth(one.is_required),
        _("保密"): _truth(one.is_secret),
    }


def _fields(procedure: Procedure) -> dict[str, _Thing]:
    """Of the opening form and of each move's, by the form and the name."""
    forms = [(_("登记表"), "", procedure.opening)]
    forms += [(str(move.label), move.name, move.form) for move in procedure.moves]
    return {
        f"{name}/{field.name}": _Thing(f"{label}：{field.label}", field, _field_aspects(field))
        for label, name, form in forms
        for field in form
    }


def _field_aspects(one: Field) -> Aspects:
    return {
        _("名称"): str(one.label),
        _("填写"): kind_text(one.kind),
        _("选项"): "、".join(str(words) for _value, words in one.choices),
        _("必填"): _truth(one.is_required),
        _("说明"): str(one.help),
        _("对外申请人填写"): _truth(one.is_public),
        _("个人信息"): _truth(one.is_personal),
        _("可以是将来的日期"): _truth(one.may_be_ahead),
    }


def _words(names: Iterable[str], named: Callable[[str], Adviser | Guard | Effect]) -> Iterator[str]:
    """The words for conditions or effects; the name itself of one that is there no more."""
    for name in names:
        try:
            yield str(named(name).label)
        except KeyError:
            yield name


def _source(source: Source) -> str:
    said = said_source(source)
    return f"{said.text}（{said.mark}）"


def _truth(is_so: bool) -> str:
    return _("是") if is_so else _("否")


_KINDS: dict[What, Callable[[Procedure], dict[str, _Thing]]] = {
    What.PROCEDURE: _procedure,
    What.STATE: _states,
    What.MOVE: _moves,
    What.LIMIT: _limits,
    What.SEAT: _seats,
    What.FIELD: _fields,
}
