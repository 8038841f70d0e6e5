"""Application of core.calendar (工作日历)."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "zhichan.core.calendar"
    label = "calendar"
    verbose_name = "工作日历"
