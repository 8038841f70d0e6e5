"""What a report is made of (提纲): a title and sections of blocks, each a text or a stored query.

A version of a report keeps its own outline, so that a later definition changes no report that is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.errors import NotFound
from zhichan.core.reports.placeholders import named_in


class Shown(StrEnum):
    """What of a query stands in the report; its figures can be named in any text."""

    TABLE = "table"
    CHART = "chart"
    FIGURES = "figures"


TO_WRITE = "（由编写人"
"""How a text of a definition begins to ask its writer for words."""


@dataclass(frozen=True)
class Block:
    """``query`` empty: a text. ``key``: by which texts name the figures of a query, and versions a text.

    ``parameters``: what the query is asked besides the moment.
    """

    key: str
    text: str = ""
    heading: str = ""
    query: str = ""
    show: Shown = Shown.FIGURES
    caption: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_text(self) -> bool:
        return not self.query

    @property
    def is_unwritten(self) -> bool:
        """Whether it is a text that still asks its writer for words."""
        return self.is_text and (not self.text or TO_WRITE in self.text)


@dataclass(frozen=True)
class Section:
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Outline:
    """``title`` may name figures. ``organ``: who writes the report, empty in a definition."""

    title: str
    sections: tuple[Section, ...]
    organ: str = ""

    @property
    def blocks(self) -> Iterator[Block]:
        return (block for section in self.sections for block in section.blocks)

    @property
    def queries(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if not block.is_text)

    def block(self, key: str) -> Block:
        """Raises NotFound."""
        for block in self.blocks:
            if block.key == key:
                return block
        raise NotFound(_("报告里没有这一块。"), block=key[:60])

    def with_text(self, key: str, text: str) -> Outline:
        """The outline with another text in one block."""
        return self.each_block(lambda block: replace(block, text=text) if block.key == key else block)

    def figures_named(self, key: str) -> list[str]:
        """The figures of a block that the title, headings and texts name, each once."""
        texts = [self.title, *(text for block in self.blocks for text in (block.heading, block.text))]
        names = dict.fromkeys(name for text in texts for name in named_in(text))
        return [name for name in names if name.partition(".")[0] == key]

    def section_of(self, key: str) -> int:
        """The place of the section a block stands in, from 0. Raises NotFound."""
        self.block(key)
        return next(
            at for at, one in enumerate(self.sections) if any(block.key == key for block in one.blocks)
        )

    def with_block(self, section: int, block: Block, after: str = "") -> Outline:
        """The outline with one block more: behind another of the section, without one at its end."""
        own = self.sections[section].blocks
        at = next((nth for nth, one in enumerate(own, 1) if one.key == after), len(own))
        return self._with_blocks({section: (*own[:at], block, *own[at:])})

    def without(self, key: str) -> Outline:
        """The outline with one block less. Raises NotFound."""
        section = self.section_of(key)
        own = self.sections[section].blocks
        return self._with_blocks({section: tuple(one for one in own if one.key != key)})

    def moved(self, key: str, *, up: bool) -> Outline:
        """The outline with a block one place further up or down; from the edge of its section it goes into
        the next one. At the edge of the report nothing changes. Raises NotFound."""
        block, section = self.block(key), self.section_of(key)
        own = list(self.sections[section].blocks)
        at = own.index(block)
        beside = at - 1 if up else at + 1
        if 0 <= beside < len(own):
            own[at], own[beside] = own[beside], own[at]
            return self._with_blocks({section: tuple(own)})
        other = section - 1 if up else section + 1
        if not 0 <= other < len(self.sections):
            return self
        there = self.sections[other].blocks
        joined = (*there, block) if up else (block, *there)
        return self._with_blocks({section: tuple(one for one in own if one.key != key), other: joined})

    def _with_blocks(self, changed: Mapping[int, tuple[Block, ...]]) -> Outline:
        sections = tuple(
            replace(one, blocks=changed.get(at, one.blocks)) for at, one in enumerate(self.sections)
        )
        return replace(self, sections=sections)

    def each_block(self, change: Callable[[Block], Block]) -> Outline:
        """The outline with every block changed."""
        sections = tuple(
            replace(section, blocks=tuple(map(change, section.blocks))) for section in self.sections
        )
        return replace(self, sections=sections)


def outline_values(outline: Outline) -> dict[str, Any]:
    """The outline as values of JSON; ``outline_of`` reads them back."""
    return {
        "title": outline.title,
        "organ": outline.organ,
        "sections": [
            {
                "heading": section.heading,
                "blocks": [
                    {
                        "key": block.key,
                        "text": block.text,
                        "heading": block.heading,
                        "query": block.query,
                        "show": block.show.value,
                        "caption": block.caption,
                        "parameters": dict(block.parameters),
                    }
                    for block in section.blocks
                ],
            }
            for section in outline.sections
        ],
    }


def outline_of(values: Mapping[str, Any]) -> Outline:
    return Outline(
        values["title"],
        tuple(
            Section(
                section["heading"],
                tuple(Block(**{**block, "show": Shown(block["show"])}) for block in section["blocks"]),
            )
            for section in values["sections"]
        ),
        values["organ"],
    )
