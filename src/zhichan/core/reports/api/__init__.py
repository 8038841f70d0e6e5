"""Reports and their blocks through the API."""

from __future__ import annotations

from ninja import Router

from zhichan.core.reports.api.blocks import router as blocks
from zhichan.core.reports.api.reports import router as reports

router = Router(tags=["报告"])
router.add_router("", reports)
router.add_router("", blocks)

__all__ = ["router"]
