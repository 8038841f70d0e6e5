"""Procedures and matters through the API."""

from __future__ import annotations

from ninja import Router

from zhichan.core.matters.api.matters import router as matters
from zhichan.core.matters.api.procedures import router as procedures

router = Router(tags=["事项"])
router.add_router("", procedures)
router.add_router("", matters)

__all__ = ["router"]
