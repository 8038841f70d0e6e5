"""Bringing a version into force (入库): one transaction makes its decided items the plan's ledger."""

from zhichan.rooms.plan.actions.into_force.version import bring_into_force

__all__ = ["bring_into_force"]
