"""What is wrong with a procedure (程序检查), told in one line each.

Pure. A procedure with a fault stops the start of the program: it names the file, the place and the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from zhichan.core.matters.limits import Unit
from zhichan.core.matters.parts import OUTSIDE
from zhichan.core.matters.procedure import ANY_OPEN, OPENED, STAYS, Field, Kind, Move, Procedure, Within
from zhichan.core.matters.roads import reached_from

DATED = (Kind.DAY, Kind.INSTANT)


@dataclass(frozen=True)
class Known:
    """The names a procedure may use: of parts, guards, effects, documents, keys and procedures.

    ``started``: every version of the procedures a move may start. ``roads``: the roads a matter may take.
    ``advice``: advisers; ``rests_on``: guards, each with one it is held against.
    """

    parts: Collection[str] = ()
    guards: Collection[str] = ()
    effects: Collection[str] = ()
    documents: Collection[str] = ()
    keys: Collection[str] = ()
    procedures: Collection[str] = ()
    started: Collection[Procedure] = ()
    advice: Collection[str] = ()
    rests_on: Collection[tuple[str, str]] = ()
    roads: Collection[str] = ()


def faults_of(procedure: Procedure, known: Known) -> list[str]:
    """Every fault; empty for a procedure that can run."""
    return [
        *_shape(procedure),
        *_outside(procedure),
        *_names(procedure, known),
        *_alike(procedure, known),
        *_advice(procedure, known),
        *_roads(procedure, known),
        *_children(procedure, known),
        *_paths(procedure),
        *_limits(procedure),
    ]


def _shape(procedure: Procedure) -> Iterator[str]:
    if not procedure.states or not procedure.moves:
        yield "没有状态或没有动作"
    if not procedure.basis:
        yield "没有写依据"
    for what, names in (
        ("状态", [state.name for state in procedure.states]),
        ("动作", [move.name for move in procedure.moves]),
        ("参与人", [seat.name for seat in procedure.seats]),
    ):
        yield from (f"{what} {name} 写了 {n} 次" for name, n in Counter(names).items() if n > 1)
    for where, form in (
        ("登记表", procedure.opening),
        *((f"动作 {m.name}", m.form) for m in procedure.moves),
    ):
        yield from _form(where, form)


def _outside(procedure: Procedure) -> Iterator[str]:
    """What would keep somebody outside from submitting, or from taking a step that is theirs."""
    if procedure.is_public:
        if procedure.is_child or not procedure.seats:
            yield "对外开放的程序要能单独开办，并且有参与人"
        for field in procedure.opening:
            if field.is_required and not field.is_public:
                yield f"登记表：填写项 {field.name} 必填却不问外部的人，外部就不能提交"
            if field.is_public and field.kind is Kind.PEOPLE:
                yield f"登记表：填写项 {field.name} 是本单位人员，不能问外部的人"
    for move in procedure.moves:
        if move.is_public and not OUTSIDE.intersection(move.by):
            yield f"动作 {move.name}：对外开放，却没有外部的办理身份"
        if move.is_public and any(field.kind is Kind.PEOPLE for field in move.form):
            yield f"动作 {move.name}：对外开放，却要选本单位人员"


def _form(where: str, form: Collection[Field]) -> Iterator[str]:
    for name, n in Counter(field.name for field in form).items():
        if n > 1:
            yield f"{where}：填写项 {name} 写了 {n} 次"
    for field in form:
        if bool(field.choices) is not (field.kind is Kind.CHOICE):
            yield f"{where}：填写项 {field.name} 是单选就要有选项，不是就不能有"
        if bool(field.part) is not (field.kind is Kind.PEOPLE):
            yield f"{where}：填写项 {field.name} 是人员就要写明身份，不是就不能写"
        if field.may_be_ahead and field.kind not in DATED:
            yield f"{where}：填写项 {field.name} 不是日期，谈不上是否可以在将来"
        if field.group and field.is_required:
            yield f"{where}：填写项 {field.name} 必填，不能收起"


def _names(procedure: Procedure, known: Known) -> Iterator[str]:
    states = {state.name for state in procedure.states}
    for move in procedure.moves:
        named = ({*move.leaves} - {ANY_OPEN}) | ({move.to} - {STAYS})
        yield from _unknown(move, "状态", named, states)
        yield from _unknown(move, "办理身份", move.by, known.parts)
        yield from _unknown(move, "条件", move.guards, known.guards)
        yield from _unknown(move, "登记效果", move.effects, known.effects)
        served = [one.served for one in move.form if one.served]
        yield from _unknown(move, "文书", (*move.issues, *served), known.documents)
        yield from _unknown(move, "程序", filter(None, [move.starts]), known.procedures)
        if ANY_OPEN in move.leaves and len(move.leaves) > 1:
            yield f"动作 {move.name}：“任何未结状态”不能与别的状态并列"
        if not move.by:
            yield f"动作 {move.name}：没有写由谁办理"
        moves = {one.name for one in procedure.moves}
        longer = [one.move for within in move.within for one in within.extensions]
        yield from _unknown(move, "动作", longer, moves)
        yield from _unknown(move, "期限", move.after, {duty.within.name for duty in procedure.duties})
    for state in procedure.states:
        if state.waits_on and state.waits_on not in known.parts:
            yield f"状态 {state.name}：没有这个办理身份 {state.waits_on}"
        leaving = {move.name for move in procedure.moves_from(state.name)}
        for name in sorted({*state.usual} - leaving):
            yield f"状态 {state.name}：通常的下一步 {name} 不是从这里办的动作"
    for seat in procedure.seats:
        if seat.may_follow and (seat.is_secret or not procedure.is_public):
            yield f"参与人 {seat.name}：身份保密的，或程序不对外开放的，不能凭码查询"
        if seat.part and seat.part not in known.parts:
            yield f"参与人 {seat.name}：没有这个办理身份 {seat.part}"


def _advice(procedure: Procedure, known: Known) -> Iterator[str]:
    """Advice that is there, and beside every form whose conditions rest on it."""
    for name in sorted(set(procedure.advice) - set(known.advice)):
        yield f"没有这个规则参考 {name}"
    for move in procedure.moves:
        yield from _unknown(move, "规则参考", move.advice, known.advice)
        for guard, name in known.rests_on:
            if guard in move.guards and name not in move.advice:
                yield f"动作 {move.name}：条件 {guard} 要有规则参考 {name}"


def _roads(procedure: Procedure, known: Known) -> Iterator[str]:
    """The road of a matter is one there is, whether it is fixed or chosen."""
    if procedure.road and procedure.road not in known.roads:
        yield f"没有这种繁简 {procedure.road}"
    if not procedure.road_field:
        return
    forms = (procedure.opening, *(move.form for move in procedure.moves))
    asked = [one for form in forms for one in form if one.name == procedure.road_field]
    if not asked:
        yield f"没有一张表填写繁简 {procedure.road_field}"
    for one in asked:
        for value in sorted({value for value, _words in one.choices} - set(known.roads)):
            yield f"填写项 {one.name}：没有这种繁简 {value}"


def _unknown(move: Move, what: str, names: Iterable[str], known: Collection[str]) -> Iterator[str]:
    return (f"动作 {move.name}：没有这个{what} {name}" for name in sorted(set(names) - set(known)))


def _alike(procedure: Procedure, known: Known) -> Iterator[str]:
    """What is compared can be read by everybody who may see a matter: never who is kept secret."""
    fields, seats = {one.name for one in procedure.opening}, {one.name: one for one in procedure.seats}
    for one in procedure.alike:
        if one.key not in known.keys:
            yield f"查重：没有这种比对 {one.key}"
        if bool(one.field) is bool(one.seat):
            yield f"查重 {one.key}：要么写填写项，要么写参与人"
        if one.field and one.field not in fields:
            yield f"查重 {one.key}：登记表没有填写项 {one.field}"
        if one.seat and one.seat not in seats:
            yield f"查重 {one.key}：没有参与人 {one.seat}"
        elif one.seat and seats[one.seat].is_secret:
            yield f"查重 {one.key}：参与人 {one.seat} 身份保密，不能比对"
    states = {state.name for state in procedure.states}
    yield from (f"没有这个可接收来源的状态 {one}" for one in procedure.takes_sources if one not in states)


def _children(procedure: Procedure, known: Known) -> Iterator[str]:
    """A child matter is opened with what its parent knows; nobody is seated in it by hand."""
    forms = (procedure.opening, *(move.form for move in procedure.moves))
    asked = {one.name: one.kind for form in forms for one in form}
    for move in procedure.moves:
        for child in known.started:
            if child.name != move.starts:
                continue
            for one in child.opening:
                if asked.get(one.name, None if one.is_required else one.kind) is not one.kind:
                    yield f"动作 {move.name}：没有表按 {child.name} 的登记表填写 {one.name}"
            for seat in child.seats:
                if seat.is_required:
                    yield f"动作 {move.name}：{child.name} 要求参与人 {seat.name}，由动作开办不了"


def _paths(procedure: Procedure) -> Iterator[str]:
    """Each state can be reached from the first, and from each open one a final one."""
    onward: dict[str, set[str]] = {state.name: set() for state in procedure.states}
    for move in procedure.moves:
        for state in procedure.leaving(move):
            if state in onward and move.to in onward:
                onward[state].add(move.to)
    final = {state.name for state in procedure.states if state.is_final}
    if not final:
        yield "没有办结的状态"
    if not procedure.states:
        return
    reached = reached_from(procedure.initial.name, onward.__getitem__)
    for one in procedure.states:
        if one.name not in reached:
            yield f"状态 {one.name}：从 {procedure.initial.name} 到不了"
        elif not one.is_final and not final & reached_from(one.name, onward.__getitem__):
            yield f"状态 {one.name}：到不了任何办结的状态"
        elif one.is_final and onward[one.name] - {one.name}:
            yield f"状态 {one.name}：已办结，却还通向 {'、'.join(sorted(onward[one.name]))}"


def _limits(procedure: Procedure) -> Iterator[str]:
    fields = {field.name: field for field in procedure.opening}
    fields.update((field.name, field) for move in procedure.moves for field in move.form)
    facts = {OPENED, *(move.name for move in procedure.moves)}
    facts.update(name for name, field in fields.items() if field.kind in DATED)
    stopping = {state.stops for state in procedure.states if state.stops}
    excluded = {kind for duty in procedure.duties for kind in duty.within.excludes}
    yield from (f"状态停止计时的“{kind}”没有一个期限扣除" for kind in sorted(stopping - excluded))
    for move in procedure.moves:
        for within in move.within:
            yield from _limit(procedure, move, within, facts)
            if within.when and not _can_be(fields.get(within.when[0]), within.when[1]):
                yield f"动作 {move.name}：期限 {within.name} 的前提 {'='.join(within.when)} 填不出来"


def _limit(procedure: Procedure, move: Move, within: Within, facts: Collection[str]) -> Iterator[str]:
    one = next(duty.within for duty in procedure.duties if duty.within.name == within.name)
    if one != within:
        yield f"动作 {move.name}：期限 {within.name} 与别处同名的不一样"
    if within.since not in facts:
        yield f"动作 {move.name}：期限的起算 {within.since} 既不是动作，也没有动作登记这个日期"
    for source in (within.basis, *(one.basis for one in within.extensions)):
        if not source.title:
            yield f"动作 {move.name}：期限没有写出处"
    for longer in within.extensions:
        if (longer.limit is None) is not (longer.until in facts):
            yield f"动作 {move.name}：期限 {within.name} 的延长要么有天数，要么由一个日期填写项确定"
    if within.excludes and (within.limit.unit is Unit.HOUR or within.limit.backwards):
        yield f"动作 {move.name}：期限 {within.name} 按小时或往前计算，不能扣除时间"
    if within.promised and within.promised.unit != within.limit.unit:
        yield f"动作 {move.name}：承诺期限与法定期限的单位不同"


def _can_be(field: Field | None, value: str) -> bool:
    """Whether a form can give a field that value."""
    if field is None:
        return False
    return field.kind is not Kind.CHOICE or value in dict(field.choices)
