"""A list of patents without a header row (无表头专利清单): columns are told by their contents."""

from __future__ import annotations

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.definition import NOTHING, Format, Sample, Verdict
from zhichan.rooms.registry.formats.guessing import guess_columns
from zhichan.rooms.registry.formats.plain import Rows, first_data_row, heading_of, planned
from zhichan.rooms.registry.formats.tables import Plan, reading_with

_CERTAINTY = 0.3
_LEAST_COLUMNS = 3


def _plan(rows: Rows) -> Plan | None:
    place = first_data_row(rows)
    if place is None or heading_of(rows, "patent") or any(map(_may_be_heading, rows[:place])):
        return None
    body = [cells for _line, cells in rows[place:]]
    no_names = ("",) * max(map(len, body))
    plan = planned(guess_columns((), body, "patent"), "patent", no_names, rows[place][0] - 1)
    return plan if plan and len(plan.columns) >= _LEAST_COLUMNS else None


def _may_be_heading(row: tuple[int, list[str]]) -> bool:
    """A row of several different texts over the data; a title alone is none. Its words decide, not ours."""
    return len({text for cell in row[1] if (text := cell.strip())}) > 1


def _detect(sample: Sample) -> Verdict:
    if sample.medium != "table" or _plan(sample.rows) is None:
        return NOTHING
    return Verdict(_CERTAINTY, _now("没有表头，但有专利号码和其他认得出的列"))


FORMAT = Format("headerless_list", _("无表头专利清单"), "patent", _detect, reading_with(_plan))
