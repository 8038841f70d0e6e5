"""One version as the bytes of a file (印制)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zhichan.core.reports.drawing import picture_of
from zhichan.core.reports.models import ReportFile
from zhichan.core.reports.printing.parts import Part, Picture, parts_of
from zhichan.core.reports.printing.typeset import report_pdf
from zhichan.core.reports.printing.word import report_docx
from zhichan.core.reports.queries import Reading

Told = Callable[[int, int], None]


def printed(reading: Reading, kind: str, told: Told = lambda _done, _of: None) -> bytes:
    """A version as docx or PDF; the same version gives the same bytes. ``told``: steps done, and of how many.

    Raises SourceMissing without the fonts.
    """
    parts = parts_of(reading.outline, reading.snapshot)
    title = reading.lines[0].text
    pictures = _pictures(parts, told)
    if kind == ReportFile.Kind.PDF:
        return report_pdf(title, parts, pictures)
    identifier = f"zhichan:report:{reading.version.report_id}:{reading.version.number}"
    return report_docx(title, identifier, parts, pictures)


def _pictures(parts: Sequence[Part], told: Told) -> dict[str, bytes]:
    """The charts drawn, by name."""
    charts = [part for part in parts if isinstance(part, Picture)]
    drawn = dict[str, bytes]()
    for done, part in enumerate(charts):
        told(done, len(charts) + 1)
        drawn[part.name] = picture_of(part.chart, part.name)
    told(len(charts), len(charts) + 1)
    return drawn
