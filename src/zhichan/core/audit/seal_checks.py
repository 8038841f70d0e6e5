"""Holding the daily seals against each other, the events, the journal and the roots kept outside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from zhichan.core.audit import journal
from zhichan.core.audit.findings import Finding, Problem
from zhichan.core.audit.hashing import NO_HASH
from zhichan.core.audit.rows import SealRow, row_hash, seal_rows
from zhichan.core.audit.seals import root_through, roots_dir
from zhichan.core.errors import InvalidInput


@dataclass(frozen=True)
class HandedRoot:
    """A seal as somebody outside kept it."""

    day: str
    through_id: int
    root: str
    hash: str


def read_handed_root(path: Path) -> HandedRoot:
    """Read a seal document. Raises InvalidInput when it is none."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return HandedRoot(
            str(document["day"]), int(document["through_id"]), str(document["root"]), str(document["hash"])
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InvalidInput(
            _("“%(path)s”不是审计封存文件（zhichan audit root 的输出）。") % {"path": path.name},
            path=str(path),
        ) from error


def kept_hashes() -> dict[str, str]:
    """The hash of each seal by its day, as the kept files say; empty for a file that cannot be read."""
    return {path.stem: _kept_hash(path) for path in sorted(roots_dir().glob("*.json"))}


def _kept_hash(path: Path) -> str:
    try:
        return read_handed_root(path).hash
    except InvalidInput:
        return ""


def seal_findings(kept: Mapping[str, str], handed_roots: Iterable[HandedRoot]) -> tuple[int, list[Finding]]:
    """How many seals there are, and what is wrong with them.

    Every seal's own hash, the chain of seals and the kept files are checked; the root is made again
    for the latest seal, which covers all events that earlier ones cover, and for each handed root.
    """
    seals = list(seal_rows())
    findings = [Finding(Problem.SEAL_CHANGED, day=seal.day) for seal in seals if row_hash(seal) != seal.hash]
    findings += _file_findings(seals, kept)
    if not findings:
        findings += _link_findings(seals)
    if seals and row_hash(seals[-1]) == seals[-1].hash:
        findings += _latest_findings(seals[-1])
    for handed in handed_roots:
        findings += _handed_findings(handed, seals)
    return len(seals), findings


def _link_findings(seals: list[SealRow]) -> Iterator[Finding]:
    expected = NO_HASH
    for seal in seals:
        if seal.prev_hash != expected:
            yield Finding(Problem.SEAL_MISSING, day=seal.day)
        expected = seal.hash


def _file_findings(seals: list[SealRow], kept: Mapping[str, str]) -> Iterator[Finding]:
    """The kept files say which seals there were, even when rows were removed."""
    hash_of = {seal.day: seal.hash for seal in seals}
    for day, kept_hash in kept.items():
        if day not in hash_of:
            yield Finding(Problem.SEAL_MISSING, day=day)
        elif hash_of[day] != kept_hash:
            yield Finding(Problem.SEAL_CHANGED, day=day)


def _latest_findings(seal: SealRow) -> Iterator[Finding]:
    made = root_through(seal.through_id)
    if (made.root, made.subjects, made.events) != (seal.root, seal.subjects, seal.events):
        yield Finding(Problem.ROOT_DIFFERS, day=seal.day)
    if journal.size_bytes() < seal.journal_bytes or (
        journal.sha256_of_first(seal.journal_bytes) != seal.journal_sha256
    ):
        yield Finding(Problem.JOURNAL_CHANGED, day=seal.day)


def _handed_findings(handed: HandedRoot, seals: list[SealRow]) -> Iterator[Finding]:
    seal = next((seal for seal in seals if seal.day == handed.day), None)
    if seal is None:
        yield Finding(Problem.SEAL_MISSING, day=handed.day)
    elif seal.hash != handed.hash:
        yield Finding(Problem.SEAL_CHANGED, day=handed.day)
    if root_through(handed.through_id).root != handed.root:
        yield Finding(Problem.ROOT_DIFFERS, day=handed.day)
