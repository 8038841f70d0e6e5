"""Application of the room plan (规划执行)."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "zhichan.rooms.plan"
    label = "plan"
    verbose_name = "规划执行"
