"""Documents found by location (文书): ``rooms/*/documents/*.toml``, checked, by name.

A faulty one raises ``FaultyDefinition`` with file and line, and the program does not start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from django.utils.translation import gettext as _

from zhichan.core.documents.checking import Known, faults_of
from zhichan.core.documents.definition import Definition
from zhichan.core.documents.masking.profiles import all_profiles
from zhichan.core.documents.reading import Block, FaultyDefinition, Reader, read_blocks, read_definition
from zhichan.core.documents.retention import all_retention_classes
from zhichan.core.errors import NotFound

ROOMS = "zhichan.rooms"
BLOCKS = "shared/blocks.toml"


@dataclass(frozen=True)
class File:
    """One file of a room's folder."""

    name: str
    text: str


def all_definitions() -> tuple[Definition, ...]:
    """Every document there is, by name. Raises FaultyDefinition with every fault of every one."""
    return tuple(_by_id().values())


def definition_of(document: str) -> Definition:
    """Raises NotFound for a document that is not defined."""
    try:
        return _by_id()[document]
    except KeyError:
        raise NotFound(_("没有文书“%(document)s”的定义。") % {"document": document[:60]}) from None


def definitions_in(files: Iterable[File]) -> tuple[Definition, ...]:
    """The documents of one folder. Raises FaultyDefinition with every fault of every file."""
    by_name = {file.name: file.text for file in files}
    blocks = read_blocks(BLOCKS, by_name.pop(BLOCKS, ""))
    found: list[Definition] = []
    faults: list[str] = []
    known = Known({one.id for one in all_retention_classes()}, {one.id for one in all_profiles()})
    for name, text in sorted(by_name.items()):
        try:
            definition = read_definition(name, text, blocks)
        except FaultyDefinition as error:
            faults.append(str(error))
        else:
            found.append(definition)
            faults += faults_of(definition, Reader(name, text), known)
    faults += _unused(blocks, found)
    if faults:
        raise FaultyDefinition("\n".join(faults))
    return tuple(found)


def _unused(blocks: dict[str, Block], found: Iterable[Definition]) -> Iterator[str]:
    """A block in which no line of any document stands."""
    files_and_lines = {line.place for definition in found for line in definition.body}
    for name, block in blocks.items():
        written = block.written
        last = written.first_line + len(written.text.splitlines())
        if files_and_lines.isdisjoint(f"{written.file}:{n}" for n in range(written.first_line, last)):
            yield f"{written.file}:{written.first_line}: 段落块 {name} 没有文书用到"


@cache
def _by_id() -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    rooms = import_module(ROOMS)
    for room in iter_modules(rooms.__path__, f"{ROOMS}."):
        folder = Path(str(import_module(room.name).__file__)).parent / "documents"
        paths = [*sorted(folder.glob("*.toml")), *folder.glob(BLOCKS)]
        files = [File(path.relative_to(folder).as_posix(), path.read_text("utf-8")) for path in paths]
        for definition in definitions_in(files):
            if definition.id in found:
                raise FaultyDefinition(f"{room.name}: 文书 {definition.id} 在两个板块里各有一份")
            found[definition.id] = definition
    return dict(sorted(found.items()))


def title_of(name: str) -> str:
    """The title of a document; its name where there is no definition of it any more."""
    try:
        return definition_of(name).title
    except NotFound:
        return name
