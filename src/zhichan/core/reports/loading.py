"""Definitions of reports found by location (报告定义): ``rooms/*/reports/*.toml``, read at start-up.

    name = "midterm"
    label = "中期评估报告"
    title = "{{ plan.title }}中期评估报告"

    [[section]]
    heading = "总体情况"

    [[section.block]]
    key = "plan"
    query = "plan.described"

    [[section.block]]
    text = "截至{{ report.as_of }}，…"

A definition may name a ``caution``, which says before a report is begun why it had better wait.
A block with ``query`` has a ``key``, what of it is shown (``show``: table, chart or figures) with a
``caption``, and may set ``parameters``. A faulty file raises ``FaultyReport`` with file and reason, and the
program does not start.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.reports.declaration import Parameter, caution_named, query_named
from zhichan.core.reports.outline import Block, Outline, Section, Shown
from zhichan.core.reports.placeholders import check_text, named_in
from zhichan.core.reports.snapshot import REPORT

ROOMS = "zhichan.rooms"
_OF_REPORT = {"name", "label", "title", "purpose", "caution", "section"}
_OF_SECTION = {"heading", "block"}
_OF_BLOCK = {"key", "text", "heading", "query", "show", "caption", "parameters"}


class FaultyReport(Exception):
    """A definition that cannot be used: ``file: reason``."""


@dataclass(frozen=True)
class ReportDefinition:
    """``purpose``: when it is written and for whom. ``caution``: what looks whether it is too early."""

    name: str
    label: str
    purpose: str
    outline: Outline
    caution: str = ""

    def caution_for(self, parameters: Mapping[str, str], as_of: date) -> str:
        """Why this report had better wait; empty where nothing speaks against it."""
        return caution_named(self.caution)(parameters, as_of) if self.caution else ""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What is to be chosen for a report: what its queries ask and the definition does not set."""
        found = {
            one.name: one
            for block in self.outline.queries
            for one in query_named(block.query).parameters
            if one.name not in block.parameters
        }
        return tuple(found.values())

    def outline_for(self, given: Mapping[str, str]) -> Outline:
        """The outline of a report for what was chosen. Raises InvalidInput."""

        def asking(block: Block) -> Block:
            if block.is_text:
                return block
            chosen = {**given, **block.parameters}
            return replace(block, parameters=query_named(block.query).read(chosen))

        return self.outline.each_block(asking)


@cache
def all_definitions() -> tuple[ReportDefinition, ...]:
    """Every definition of every room, by name. Raises FaultyReport."""
    found = {one.name: one for one in map(_read_file, _files())}
    if len(found) < sum(1 for _file in _files()):
        raise FaultyReport("rooms/*/reports: 两份报告定义同名")
    return tuple(found[name] for name in sorted(found))


def definition_named(name: str) -> ReportDefinition:
    """Raises NotFound for a definition that is not there."""
    for one in all_definitions():
        if one.name == name:
            return one
    raise NotFound(_("没有报告定义“%(name)s”。") % {"name": name[:60]}, definition=name[:60])


def _files() -> Iterator[Path]:
    rooms = import_module(ROOMS)
    for room in iter_modules(rooms.__path__, f"{ROOMS}."):
        folder = Path(str(import_module(room.name).__file__)).parent / "reports"
        yield from sorted(folder.glob("*.toml"))


def _read_file(path: Path) -> ReportDefinition:
    return read_definition(path.name, path.read_text(encoding="utf-8"))


def read_definition(file: str, text: str) -> ReportDefinition:
    """A definition from its text. Raises FaultyReport for the first thing wrong in it."""
    try:
        return _definition(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        raise FaultyReport(f"{file}: {error}") from error
    except (NotFound, InvalidInput) as error:
        raise FaultyReport(f"{file}: {error.message}") from error


def _definition(given: Mapping[str, Any]) -> ReportDefinition:
    _only(given, _OF_REPORT)
    outline = Outline(
        given["title"], tuple(_section(one, nth) for nth, one in enumerate(given["section"], 1))
    )
    _check(outline)
    if "caution" in given:
        caution_named(given["caution"])
    words = (given["name"], given["label"], given["purpose"])
    return ReportDefinition(*words, outline, given.get("caution", ""))


def _section(given: Mapping[str, Any], nth: int) -> Section:
    _only(given, _OF_SECTION)
    blocks = tuple(_block(one, f"t{nth}_{at}") for at, one in enumerate(given["block"], 1))
    return Section(given["heading"], blocks)


def _block(given: Mapping[str, Any], own_key: str) -> Block:
    """A text keeps the place it has in the definition as its key."""
    _only(given, _OF_BLOCK)
    if ("query" in given) is ("text" in given):
        raise ValueError("一块要么有 query，要么有 text")
    block = Block(
        key=given["key"] if "query" in given else own_key,
        text=given.get("text", "").strip(),
        heading=given.get("heading", ""),
        query=given.get("query", ""),
        show=Shown(given.get("show", "figures")),
        caption=given.get("caption", ""),
        parameters=given.get("parameters", {}),
    )
    if block.query and block.show is not Shown.FIGURES and not block.caption:
        raise ValueError(f"{block.key}: 表和图要有 caption")
    return block


def _check(outline: Outline) -> None:
    """Queries are there, keys tell blocks apart, and texts name figures of blocks there are."""
    keys = [block.key for block in outline.blocks]
    if len(set(keys)) < len(keys) or REPORT in keys:
        raise ValueError("两块的 key 相同，或用了 report")
    asked = {block.key for block in outline.queries}
    for block in outline.queries:
        query = query_named(block.query)
        _only(block.parameters, {one.name for one in query.parameters})
    for text in (outline.title, *(t for block in outline.blocks for t in (block.text, block.heading))):
        check_text(text, set(named_in(text)))
        for name in named_in(text):
            if name.partition(".")[0] not in asked | {REPORT}:
                raise ValueError(f"{name}: 没有这一块")


def _only(given: Mapping[str, Any], known: set[str]) -> None:
    if strange := sorted(given.keys() - known):
        raise ValueError(f"不认识 {strange[0]}")
