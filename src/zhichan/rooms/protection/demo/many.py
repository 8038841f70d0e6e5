"""Three years of short matters of the demo district (示例): 300 of them, every name and fact invented.

They come from one seed, so that the same day always gives the same district, and they are opened and moved by
the same actions as real ones. A matter whose next step would lie after today simply is still open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import assign
from zhichan.core.matters.models import Participant
from zhichan.core.matters.parts import Part
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant
from zhichan.core.notices.actions import mark_all_read
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import actor_of
from zhichan.rooms.protection.demo.rosters import OFFICE

HOW_MANY, SEED, BATCH = 300, 20260101, 50
# Shares of all, and the days before today between which they are opened.
SPREAD = ((0.44, 330, 1000), (0.47, 15, 330), (0.09, 1, 15))
# Of a hundred: young matters left lying before or after the first step, so that limits run out; slow ones.
LEFT_LYING, SLOW = 16, 6
LYING_SINCE = 120

PLACES = ("砚湖", "栖川", "云岫", "芦汀", "岚水", "白渚")
TRADES = ("商行", "百货店", "电器行", "食品店", "文具店", "茶庄", "服饰店", "五金店")
GOODS = ("茶叶", "保温杯", "文具", "运动鞋", "白酒", "插座", "雨伞", "蜂蜜", "玩具", "锁具")
RIGHTS = ("trademark", "trademark", "patent", "copyright", "gi")
# These stand in a form for the day of its move, and for a day a year after it.
_THAT_DAY, _A_YEAR_ON = object(), object()
RECORD = {"record_kept": "yes", "record_at": "示例档案柜"}


@dataclass(frozen=True)
class _Move:
    """``after``: days after the move before it. ``officers``: the field that names who works on it."""

    name: str
    after: int
    values: Mapping[str, object] = field(default_factory=dict)
    by: str = "banan"
    officers: str = ""


@dataclass(frozen=True)
class _Tale:
    """A matter as it is to go. ``day``: when it is opened; ``has_team``: the leader names who works on it."""

    day: date
    procedure: str
    title: str
    seats: tuple[NewParticipant, ...]
    values: Mapping[str, object]
    moves: Sequence[_Move]
    has_team: bool = False


def load_many(today: date) -> None:
    """Open and move the matters, oldest first, so that their numbers follow their days; some 5 s of CPU.

    What was told of them has been read.
    """
    people = Person.objects.in_bulk(["banan", "banan2", "fazhi", "juzhang"], field_name="username")
    actors = {name: actor_of(person, today) for name, person in people.items()}
    office = Unit.objects.get(name=OFFICE)
    team = [people["banan"].pk, people["banan2"].pk]
    tales = list(tales_until(today))
    for start in range(0, len(tales), BATCH):
        with transaction.atomic():
            for tale in tales[start : start + BATCH]:
                _tell(tale, office, actors, team, today)
    for actor in actors.values():
        mark_all_read(by=actor, at=_at(today - timedelta(days=1), 17))


def tales_until(today: date) -> Iterator[_Tale]:
    """What is to happen, in the order of days."""
    chance = Random(SEED)  # noqa: S311  invented matters, no secret
    ago = [chance.randrange(*span) for share, *span in SPREAD for _ in range(round(HOW_MANY * share))]
    for days in sorted(ago, reverse=True):
        kind = chance.choices(list(_KINDS), weights=[105, 65, 55, 50, 25])[0]
        yield _paced(_KINDS[kind](chance, _working(today - timedelta(days=days), -1)), chance, days)


def _paced(tale: _Tale, chance: Random, ago: int) -> _Tale:
    """Nearly all go their way; of the latest some are left lying; some take four times as long."""
    fate = chance.randrange(100)
    if ago < LYING_SINCE and fate < LEFT_LYING:
        moves = tale.moves[: fate % 2]
    elif fate > 100 - SLOW:
        moves = [_Move(one.name, one.after * 4, one.values, one.by, one.officers) for one in tale.moves]
    else:
        moves = tale.moves
    return _Tale(tale.day, tale.procedure, tale.title, tale.seats, tale.values, moves, tale.has_team)


def _tell(tale: _Tale, office: Unit, actors: Mapping[str, Actor], team: list[int], today: date) -> None:
    opening = Opening(tale.procedure, tale.title, office, tale.values, tale.seats, is_sample=True)
    matter = open_matter(opening, by=actors["banan"], at=_at(tale.day, 9))
    if tale.has_team:
        assign(matter.pk, team, Part.CASE_TEAM, by=actors["juzhang"], at=_at(tale.day, 9))
    day, hour = tale.day, 10
    for move in tale.moves:
        before, day = day, _working(day + timedelta(days=move.after), 1)
        hour = hour + 1 if day == before else 10
        if day >= today:
            return
        values = {name: _on(value, day) for name, value in move.values.items()}
        if move.officers:
            values[move.officers] = team
        take_move(matter.pk, Step(move.name, values), by=actors[move.by], at=_at(day, hour))


def _on(value: object, day: date) -> object:
    if value is _A_YEAR_ON:
        return (day + timedelta(days=365)).isoformat()
    return day.isoformat() if value is _THAT_DAY else value


def _complaint(chance: Random, day: date) -> _Tale:
    goods, shop = _goods(chance), _shop(chance)
    amount = str(chance.randrange(2, 90) * 50)
    quick, long = chance.randrange(1, 6), chance.randrange(8, 40)
    accept = _Move("accept", quick)
    agreed = {"agreed": "商家退还货款并停止销售（示例）", "amount": amount}
    refused = {"refuse_ground": "not_ours", "reason": "应向合同约定的仲裁机构提出（示例）"}
    ways: Sequence[tuple[int, Sequence[_Move]]] = (
        (45, (accept, _Move("settle", long, agreed))),
        (20, (accept, _Move("settle_at_once", long // 3, agreed))),
        (
            20,
            (
                accept,
                _Move("end", long, {"end_ground": "no_agreement"}),
                _Move("tell_ended", 2, {"told_on": _THAT_DAY}),
            ),
        ),
        (12, (_Move("refuse", quick, refused),)),
        (3, (_Move("withdraw", quick),)),
    )
    seats = (_person("complainant", chance), NewParticipant("party", shop))
    values = {
        "summary": f"所购{goods}标注的商标与官方标识不符（示例）",
        "demand": "退货退款",
        "amount_claimed": amount,
    }
    title = f"购买的{goods}疑为仿冒"
    return _Tale(day, "complaint_mediation", title, seats, values, _way(chance, ways), True)


def _lead(chance: Random, day: date) -> _Tale:
    goods, shop = _goods(chance), _shop(chance)
    channel = chance.choice(("inspection", "report", "other_department", "superior"))
    assigned = _Move("assign", 1, {"channel": channel}, officers="officers")
    found = {"found": "现场核查并查看进货凭证（示例）", "proposal": "decline"}
    declined = {
        "decline_ground": chance.choice(("slight", "first_time", "no_facts")),
        "reason": "经核查不符合立案条件（示例）",
    }
    moved = {"receiver": "澜州市市场监督管理局（示例）", "reason": "违法行为发生在外区（示例）"}
    work = chance.randrange(3, 13)
    ways: Sequence[tuple[int, Sequence[_Move]]] = (
        (85, (assigned, _Move("propose", work, found), _Move("decline", 2, declined, by="juzhang"))),
        (15, (assigned, _Move("transfer", work, moved, by="juzhang"))),
    )
    values = {
        "clue": f"{shop}销售的{goods}标识可疑",
        "right_kind": chance.choice(RIGHTS),
        "real_name": "no",
    }
    seats = (NewParticipant("party", shop),)
    return _Tale(day, "lead", f"销售标识可疑的{goods}", seats, values, _way(chance, ways))


def _aid(chance: Random, day: date) -> _Tale:
    goods = _goods(chance)
    accept = _Move("accept", chance.randrange(1, 4), officers="officers")
    answer = _Move("answer", chance.randrange(1, 15), {"opinion": "可先固定证据，再选择调解或投诉（示例）"})
    result = chance.choice(("solved", "solved", "road", "unsolved"))
    ways: Sequence[tuple[int, Sequence[_Move]]] = (
        (80, (accept, answer, _Move("close", chance.randrange(2, 20), {"aid_result": result}))),
        (10, (_Move("refuse", 2, {"reason": "不属于知识产权纠纷（示例）"}),)),
        (7, (_Move("refer", 2, {"receiver": "云川区司法局（示例）", "reason": "属于法律援助事项（示例）"}),)),
        (3, (accept, _Move("withdraw", 3))),
    )
    firm = f"云川{chance.choice(PLACES)}示例{chance.choice(TRADES)[:2]}有限公司"
    values = {
        "right_kind": chance.choice(RIGHTS),
        "wanted": chance.choice(("advice", "opinion", "warning", "exhibition")),
        "situation": f"发现市场上有仿冒本公司{goods}的商品（示例）",
    }
    seats = (NewParticipant("requester", firm),)
    return _Tale(day, "rights_aid", f"{goods}被仿冒如何维权", seats, values, _way(chance, ways))


def _summary(chance: Random, day: date) -> _Tale:
    shop = _shop(chance)
    fine = str(chance.randrange(2, 28) * 100)
    decided = RECORD | {
        "decided_on": _THAT_DAY,
        "is_clear": "yes",
        "is_heard": "yes",
        "form_number": f"示当罚{chance.randrange(1000, 9999)}",
        "received_on": _THAT_DAY,
    }
    report = _Move("report", 1)
    warned = _Move("decide", 0, {**decided, "penalty_kind": "warning", "fine": "0"})
    fined = _Move("decide", 0, {**decided, "penalty_kind": "fine", "fine": fine})
    paid = _Move("pay", chance.randrange(1, 12), {"paid": fine, "receipt": "示例缴款凭证"})
    ways: Sequence[tuple[int, Sequence[_Move]]] = (
        (40, (warned, report)),
        (50, (fined, paid, report)),
        (10, (_Move("let_off", 0, {"reason": "轻微并当场改正（示例）"}),)),
    )
    goods = _goods(chance)
    cause = chance.choice(("mark_misuse", "mark_misuse", "patent_passing_off", "gi_misuse"))
    values = {"cause": cause, "found_at": f"{shop}柜台", "facts_found": f"{goods}包装标注不规范（示例）"}
    seats = (NewParticipant("party", shop),)
    title = f"{goods}包装标注不规范"
    return _Tale(day, "penalty_summary", title, seats, values, _way(chance, ways), True)


def _ordinary(chance: Random, day: date) -> _Tale:
    """Ends without a penalty, by a legal review: the shortest of its ways."""
    goods = _goods(chance)
    assigned = RECORD | {
        "certificates": "示执001、示执002",
        "certificates_until": _A_YEAR_ON,
        "is_facts_clear": "yes",
        "is_disputed": "no",
        "turnover": "3000",
        "track": "quick",
    }
    finished = RECORD | {
        "facts_found": f"少量{goods}标识不符，已主动下架（示例）",
        "proposal": "no_penalty",
        "needs_legal_review": "no",
        "hearing_due": "no",
        "is_complex": "no",
    }
    reviewed = RECORD | {"review_kind": "legal", "review_result": "agree", "content": "同意（示例）"}
    ground = {"no_penalty_ground": "first_time", "reason": "初次违法，危害轻微并及时改正（示例）"}
    moves = (
        _Move("assign", 0, assigned, by="juzhang", officers="officers"),
        _Move("finish_investigation", chance.randrange(10, 50), finished),
        _Move("review", 3, reviewed, by="fazhi"),
        _Move("no_penalty", 4, RECORD | ground, by="juzhang"),
    )
    seats = (NewParticipant("party", _shop(chance)),)
    values = {"cause": "trademark_infringement"}
    return _Tale(day, "penalty_ordinary", f"销售商标侵权的{goods}", seats, values, moves)


_KINDS: Mapping[str, Callable[[Random, date], _Tale]] = {
    "complaint": _complaint,
    "lead": _lead,
    "aid": _aid,
    "summary": _summary,
    "ordinary": _ordinary,
}


def _way(chance: Random, ways: Sequence[tuple[int, Sequence[_Move]]]) -> Sequence[_Move]:
    return chance.choices([moves for _, moves in ways], weights=[weight for weight, _ in ways])[0]


def _goods(chance: Random) -> str:
    return chance.choice(GOODS)


def _shop(chance: Random) -> str:
    return f"{chance.choice(PLACES)}示例{chance.choice(TRADES)}"


def _person(seat: str, chance: Random) -> NewParticipant:
    return NewParticipant(seat, f"示例消费者{chance.randrange(1, 200)}", kind=Participant.Kind.PERSON)


def _working(day: date, step: int) -> date:
    """The day, or the nearest after (before) it that is not at a weekend."""
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
