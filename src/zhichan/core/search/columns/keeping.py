"""The files of one generation (列存文件): a base and changes on top of it, each with the state it leads to.

``pieces.json`` says which files count, and is replaced as a whole. While a base is read anew beside a running
index, ``draft.json`` stands for it: nobody reads that.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings

from zhichan.core.search.collection import Collection
from zhichan.core.search.columns.layout import version_of
from zhichan.core.search.index import number_of
from zhichan.core.search.looks import Looks, checksum_of

PIECES, DRAFT = "pieces.json", "draft.json"
_looks = Looks()


@dataclass(frozen=True)
class Piece:
    """A file, how many rows it has, the state of the index that it leads to, and its checksum."""

    state: str
    file: str
    rows: int
    checksum: int


@dataclass(frozen=True)
class Pieces:
    """The base and the changes in their order; states before ``exact_from`` are no longer told apart."""

    version: str
    pieces: tuple[Piece, ...]
    exact_from: str

    @property
    def state(self) -> str:
        return self.pieces[-1].state

    def until(self, state: str) -> tuple[Piece, ...]:
        """What makes up a state; nothing where these files do not tell it."""
        if number_of(state) < number_of(self.exact_from):
            return ()
        found = self.pieces[: [*(one.state for one in self.pieces), state].index(state) + 1]
        return found if found[-1].state == state else ()


def folder_of(collection: Collection, generation: int) -> Path:
    return Path(settings.DATA_DIR) / "columns" / collection.name / f"{generation:06d}"


def read_pieces(collection: Collection, generation: int, name: str = PIECES) -> Pieces | None:
    """What counts; None where there is nothing that this version can read."""
    try:
        said = json.loads((folder_of(collection, generation) / name).read_text())
        found = Pieces(said["version"], tuple(Piece(**one) for one in said["pieces"]), said["exact_from"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.pieces and found.version == version_of(collection) else None


def write_pieces(collection: Collection, generation: int, pieces: Pieces, name: str = PIECES) -> None:
    folder = folder_of(collection, generation)
    beside = folder / f"{name}.new"
    with beside.open("w") as file:
        json.dump(asdict(pieces), file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / name)


def piece_of(file: Path, state: str, rows: int) -> Piece:
    """A file that was just written."""
    return Piece(state, file.name, rows, checksum_of(file))


def is_sound(collection: Collection, generation: int) -> bool:
    """Whether the files that count are as they were written; reads those that nobody looked at for long. What
    is not is forgotten."""
    pieces = read_pieces(collection, generation)
    if pieces is None:
        return True
    folder = folder_of(collection, generation)
    checksums = {folder / one.file: one.checksum for one in pieces.pieces}
    if _looks.are_whole(checksums, lambda file: _has(file, checksums[file])):
        return True
    if pieces == read_pieces(collection, generation):
        forget(collection, generation)
    return False


def _has(file: Path, checksum: int) -> bool:
    try:
        return checksum_of(file) == checksum
    except (OSError, ValueError):
        return False


def first_pieces(collection: Collection, base: Piece) -> Pieces:
    return Pieces(version_of(collection), (base,), base.state)


def promote_draft(collection: Collection, generation: int) -> None:
    """What was read anew counts from now on, from the state it has reached."""
    drafted = read_pieces(collection, generation, DRAFT)
    if drafted is not None:
        write_pieces(collection, generation, replace(drafted, exact_from=drafted.state))
    (folder_of(collection, generation) / DRAFT).unlink(missing_ok=True)


def forget(collection: Collection, generation: int) -> None:
    shutil.rmtree(folder_of(collection, generation), ignore_errors=True)


def keep_only(collection: Collection, generation: int) -> None:
    kept = folder_of(collection, generation)
    for folder in kept.parent.iterdir() if kept.parent.is_dir() else ():
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)
