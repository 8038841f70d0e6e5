"""A day in an address: ``2026-10-01``."""

from __future__ import annotations

from datetime import date


class DayConverter:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The day; ValueError (so: no such address) for one that no calendar has."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()
