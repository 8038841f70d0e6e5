"""Verifying the audit record (校验审计链): every way in which it can disagree with itself.

Four things are held against each other: the events, the chain heads, the journal file outside the
database, and the daily seals (with the roots that were handed outside). Which tampering is found by
which is stated in docs/decisions/0004-audit-chain.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from zhichan.core.audit import journal
from zhichan.core.audit.chains import ChainWalk
from zhichan.core.audit.findings import Finding, Problem, Report
from zhichan.core.audit.journal import JournalLine
from zhichan.core.audit.models import AuditEvent, AuditHead
from zhichan.core.audit.rows import rows_by_subject
from zhichan.core.audit.seal_checks import HandedRoot, kept_hashes, seal_findings
from zhichan.core.audit.snapshot import read_snapshot
from zhichan.core.audit.subjects import SubjectKey


@dataclass
class _Ends:
    """Where each subject's chain ends, as the events say; and what walking them brought up."""

    last: dict[SubjectKey, tuple[int, str]] = field(default_factory=dict)
    events: int = 0
    findings: list[Finding] = field(default_factory=list)


def verify_audit(*, handed_roots: Iterable[HandedRoot] = ()) -> Report:
    """Hold events, heads, journal and seals against each other, while others go on writing.

    O(events) time and O(subjects) memory; about 20 s for a million events. ``handed_roots`` are seals
    that were kept outside. Finds nothing on a sound record: what is not in ``findings`` is as recorded.
    """
    # The files first: what they name was committed, so the snapshot that follows holds it.
    kept = kept_hashes()
    witnessed = _witnessed()
    with read_snapshot():
        ends = _walk_events()
        findings = [*ends.findings, *_head_findings(ends)]
        findings += _journal_findings(ends, witnessed, findings)
        seals, about_seals = seal_findings(kept, handed_roots)
    unwitnessed = sum(max(0, seq - witnessed.get(key, (0, ""))[0]) for key, (seq, _) in ends.last.items())
    return Report(len(ends.last), ends.events, seals, unwitnessed, _in_order([*findings, *about_seals]))


def _witnessed() -> dict[SubjectKey, tuple[int, str]]:
    """The last event of each subject that the journal names.

    Lines follow the order in which processes came to write them, which need not be that of the events.
    """
    found: dict[SubjectKey, tuple[int, str]] = {}
    for line in journal.read():
        if line.seq >= found.get(line.key, (0, ""))[0]:
            found[line.key] = (line.seq, line.hash)
    return found


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    def place(f: Finding) -> tuple[str, int, str, str]:
        # As text: an intruder may have put into a column what does not compare with text.
        return (str(f.subject or ""), f.seq or 0, f.day, f.problem.value)

    return tuple(sorted(set(_without_echoes(list(findings))), key=place))


def _walk_events() -> _Ends:
    ends = _Ends()
    for key, rows in groupby(rows_by_subject(), key=lambda row: row.key):
        walk = ChainWalk(key)
        for row in rows:
            walk.feed(row)
            ends.events += 1
        ends.last[key] = (walk.seq, walk.last_hash)
        ends.findings.extend(walk.findings())
    return ends


def _head_findings(ends: _Ends) -> Iterator[Finding]:
    """Hold the heads against the events: both may have been tampered with."""
    headless = dict(ends.last)
    rows = AuditHead.objects.values_list("subject_kind", "subject_id", "seq", "hash")
    for kind, id_, seq, last_hash in rows.iterator(chunk_size=2000):
        key = SubjectKey(kind, id_)
        end = headless.pop(key, None)
        if end is None:
            yield Finding(Problem.REMOVED_SUBJECT, key)
        elif isinstance(seq, int) and end[0] < seq:
            yield Finding(Problem.CUT_TAIL, key, end[0] + 1)
        elif end != (seq, last_hash) and not _is_blamed(ends.findings, key, end[0]):
            yield Finding(Problem.HEAD_CHANGED, key)
    for key in headless:
        yield Finding(Problem.HEAD_MISSING, key)


def _is_blamed(findings: Iterable[Finding], key: SubjectKey, seq: int) -> bool:
    """Whether the last event itself was found changed, so that the head is not to blame."""
    return any(f.subject == key and f.seq == seq for f in findings)


def _journal_findings(
    ends: _Ends, witnessed: dict[SubjectKey, tuple[int, str]], found: list[Finding]
) -> list[Finding]:
    # Asked again: the first events of all may have been written since the journal was read.
    if not witnessed and ends.events and next(journal.read(), None) is None:
        return [Finding(Problem.JOURNAL_MISSING)]
    findings = []
    doubtful: set[SubjectKey] = {f.subject for f in found if f.problem is Problem.BROKEN_LINK and f.subject}
    for key, (seq, last_hash) in witnessed.items():
        end = ends.last.get(key)
        if end is None:
            findings.append(Finding(Problem.REMOVED_SUBJECT, key))
        elif end[0] < seq:
            findings.append(Finding(Problem.CUT_TAIL, key, end[0] + 1))
        if end is not None and end != (seq, last_hash):
            doubtful.add(key)
    return [*findings, *_rewritten(doubtful)]


def _rewritten(doubtful: set[SubjectKey]) -> Iterator[Finding]:
    """The first event of each doubtful subject whose hash is not the one the journal named."""
    lines: dict[SubjectKey, list[JournalLine]] = {key: [] for key in doubtful}
    for line in journal.read() if doubtful else ():
        if line.key in lines:
            lines[line.key].append(line)
    for key, named in lines.items():
        stored = dict(
            AuditEvent.objects.filter(subject_kind=key.kind, subject_id=key.id).values_list("seq", "hash")
        )
        differing = [line.seq for line in named if stored.get(line.seq, line.hash) != line.hash]
        if differing:
            yield Finding(Problem.REWRITTEN, key, min(differing))


def _without_echoes(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what another finding already explains: the link after a rewritten event, the rewriting
    of an event that was found changed."""
    places = {(f.problem, f.subject, f.seq) for f in findings}
    for f in findings:
        before = (Problem.REWRITTEN, f.subject, (f.seq or 0) - 1)
        if f.problem is Problem.BROKEN_LINK and before in places:
            continue
        same = {(problem, f.subject, f.seq) for problem in (Problem.CHANGED, Problem.REORDERED)}
        if f.problem is Problem.REWRITTEN and same & places:
            continue
        yield f
