"""File formats of the registry (文件格式): which layout a file has, and what each of its rows says.

    found = recognise(source)              # the one layout, told by content
    for entry in found.format.read(source):
        ...                                # Record or Unreadable, one per input row

Nothing here checks numbers or dates, writes to a database or remembers anything.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from zhichan.core.imports.reading.grid import FileRefused
from zhichan.rooms.registry.formats import layouts
from zhichan.rooms.registry.formats.definition import Format, Sample, Verdict, sample_of
from zhichan.rooms.registry.formats.reading.opening import USUAL, ReadingLimits, Source, start_of
from zhichan.rooms.registry.formats.records import Entry, Record, Unreadable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

__all__ = [
    "XLSX",
    "Entry",
    "Format",
    "NotRecognised",
    "ReadingLimits",
    "Recognition",
    "Record",
    "Sample",
    "Source",
    "Unreadable",
    "Verdict",
    "all_formats",
    "format_named",
    "judged",
    "media_type_of",
    "recognise",
    "sample_of",
]


class NotRecognised(FileRefused):
    """The file can be read, but no layout is its own, or two are."""

    code = "file_not_recognised"


@dataclass(frozen=True)
class Recognition:
    """The layout a file has, what told it, and how sure that is."""

    format: Format
    verdict: Verdict


@cache
def all_formats() -> tuple[Format, ...]:
    """Every layout, by name: each module of ``layouts`` holds one as ``FORMAT``."""
    found = [
        importlib.import_module(f"{layouts.__name__}.{module.name}").FORMAT
        for module in pkgutil.iter_modules(layouts.__path__)
    ]
    return tuple(sorted(found, key=lambda layout: layout.name))


def format_named(name: str) -> Format:
    """Raises KeyError."""
    return {layout.name: layout for layout in all_formats()}[name]


def judged(sample: Sample) -> Sequence[Recognition]:
    """The layouts a sample may have, the surest first."""
    found = [Recognition(layout, layout.detect(sample)) for layout in all_formats()]
    possible = [recognition for recognition in found if recognition.verdict.score > 0]
    return sorted(possible, key=lambda recognition: -recognition.verdict.score)


def recognise(source: Source, limits: ReadingLimits = USUAL) -> Recognition:
    """The one layout of a file. Raises FileRefused, and NotRecognised when none or two are as sure."""
    possible = judged(sample_of(source, limits))
    if not possible:
        raise NotRecognised(_("认不出这个文件的格式。表格请用列对应页面，XML 请确认来源。"))
    if len(possible) > 1 and possible[0].verdict.score == possible[1].verdict.score:
        raise NotRecognised(
            _("这个文件像“%(one)s”，也像“%(other)s”，请指定格式。")
            % {"one": possible[0].format.label, "other": possible[1].format.label}
        )
    return possible[0]


def media_type_of(source: Source) -> str:
    """What a file that a layout can read is, told by its first bytes."""
    start = start_of(source)
    if start.startswith(b"\x1f\x8b"):
        return "application/gzip"
    if start.startswith(b"PK"):
        return XLSX
    return "application/xml" if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "text/csv"
