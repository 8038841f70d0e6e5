"""How a task may move from column to column of the board (任务状态), as data.

    未启动 ──start──▶ 推进中 ──(report that asks for completion)──▶ 待核验 ──verify──▶ 已办结
      ▲──withdraw──────┘  ▲────────────────────send_back────────────┘                │
                          └────────────────────reopen────────────────────────────────┘
    every open state ──cancel──▶ 已取消 ──restore──▶ 推进中

Nobody moves a task to 待核验 by hand: a report with evidence does, so that there is something to verify.
An ongoing task is never verified nor done; it is reviewed each period.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan import steps
from zhichan.rooms.plan.models import Task
from zhichan.rooms.plan.rights import TASK_MANAGE, TASK_REPORT, TASK_REVIEW

State = Task.State
Move = steps.Move[Task.State]

MOVES: Final[tuple[Move, ...]] = (
    Move(
        "start", _("启动"), State.NOT_STARTED, State.UNDER_WAY, (TASK_REPORT, TASK_MANAGE), needs_reason=False
    ),
    Move("withdraw", _("退回未启动"), State.UNDER_WAY, State.NOT_STARTED, (TASK_MANAGE,)),
    Move("verify", _("核验办结"), State.TO_VERIFY, State.DONE, (TASK_REVIEW,), needs_reason=False),
    Move("send_back", _("退回推进中"), State.TO_VERIFY, State.UNDER_WAY, (TASK_REVIEW,)),
    Move("reopen", _("重新打开"), State.DONE, State.UNDER_WAY, (TASK_MANAGE,)),
    Move("cancel", _("取消任务"), State.NOT_STARTED, State.CANCELLED, (TASK_MANAGE,)),
    Move("cancel", _("取消任务"), State.UNDER_WAY, State.CANCELLED, (TASK_MANAGE,)),
    Move("restore", _("恢复任务"), State.CANCELLED, State.UNDER_WAY, (TASK_MANAGE,)),
)
# The four columns of the board, in order; cancelled tasks stand in the list only.
COLUMNS: tuple[Task.State, ...] = (State.NOT_STARTED, State.UNDER_WAY, State.TO_VERIFY, State.DONE)


def move_between(origin: str, target: str) -> Move | None:
    """The move from one state to another, or None where there is none."""
    return next((move for move in MOVES if move.origin == origin and move.target == target), None)


def moves_from(origin: str) -> tuple[Move, ...]:
    return steps.moves_leaving(MOVES, origin)
