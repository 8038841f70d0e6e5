"""Plans, tasks, reports, indicators and values through the API: the same queries and actions as the pages."""

from __future__ import annotations

from ninja import Router

from zhichan.rooms.plan.api.agreements import router as agreements
from zhichan.rooms.plan.api.budget import router as budget
from zhichan.rooms.plan.api.cascade import router as cascade
from zhichan.rooms.plan.api.commendations import router as commendations
from zhichan.rooms.plan.api.designations import router as designations
from zhichan.rooms.plan.api.follow_up_rule import router as follow_up_rule
from zhichan.rooms.plan.api.follow_ups import router as follow_ups
from zhichan.rooms.plan.api.indicators import router as indicators
from zhichan.rooms.plan.api.instruments import router as instruments
from zhichan.rooms.plan.api.scores import router as scores
from zhichan.rooms.plan.api.tasks import router as tasks

router = Router(tags=["规划执行"])
router.add_router("", tasks)
router.add_router("", indicators)
router.add_router("", follow_ups)
router.add_router("", follow_up_rule)
router.add_router("", instruments)
router.add_router("", budget)
router.add_router("", designations)
router.add_router("", commendations)
router.add_router("", agreements)
router.add_router("", cascade)
router.add_router("", scores)

__all__ = ["router"]
