"""The status of every single day, the slow way: no spans, no tables, no shapes, straight from the file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from zhichan.rooms.registry.status import Facts, LegalEvent
from zhichan.rooms.registry.status.machine_file import package_text


class Undone(Exception):
    """A court took a decision away: walk again without the two events."""

    def __init__(self, *events: LegalEvent) -> None:
        self.events = events


@cache
def naive(name: str) -> Naive:
    """The naive walk of a machine, its file read once."""
    return Naive(f"{name}.toml")


class Naive:
    """One machine as its file says it."""

    def __init__(self, name: str) -> None:
        self.file: dict[str, Any] = tomllib.loads(package_text(name))
        self.force = {s["id"] for s in self.file["state"] if s["public"] == "in_force"}
        self.rank = {e["code"]: i for i, e in enumerate(self.file["event"])}
        self.quiet = {note["code"] for note in self.file["note"]}
        for overlay in self.file["overlay"]:
            for key in ("opens", "keeps", "closes", "also_closes"):
                self.quiet |= set(overlay.get(key, ()))
        self.quiet -= set(self.rank)

    def has(self, state: str, kind: str) -> bool:
        declared = next(s for s in self.file["state"] if s["id"] == state)
        return kind in declared.get("kinds", self.file["kinds"])

    def way(self, kind: str, state: str, code: str) -> dict[str, Any] | None:
        for way in self.file["transition"]:
            sources = [way["from"]] if isinstance(way["from"], str) else way["from"]
            fits = way["event"] == code and state in sources and kind in way.get("kinds", [kind])
            if fits and (way["to"].startswith("@") or self.has(way["to"], kind)):
                return way  # type: ignore[no-any-return]
        return None

    def days(
        self, kind: str, facts: Facts, events: list[LegalEvent], until: date
    ) -> tuple[dict[date, str], dict[date, str], set[LegalEvent]]:
        """Recorded and shown state of every day, and the events left over."""
        try:
            recorded, right_from, applied, left = self._walk(kind, facts, set(events), until)
        except Undone as undone:
            return self.days(kind, facts, [e for e in events if e not in undone.events], until)
        return recorded, dict(self._shown(kind, facts, recorded, right_from, applied)), left

    def _walk(
        self, kind: str, facts: Facts, events: set[LegalEvent], until: date
    ) -> tuple[dict[date, str], date | None, list[LegalEvent], set[LegalEvent]]:
        state, kept, right_from = self.file["start"], [], None
        recorded: dict[date, str] = {}
        applied: list[LegalEvent] = []
        left = {e for e in events if e.effective_on < facts.filed_on and e.code not in self.quiet}
        day = facts.filed_on
        while day <= until:
            todo = sorted(
                (e for e in events if e.effective_on == day),
                key=lambda e: (e.order, self.rank.get(e.code, -1), e.code, e.known_at, e.source),
            )
            moved = True
            while moved:
                moved = False
                for e in todo:
                    way = self.way(kind, state, e.code)
                    if way is None and e.code not in self.quiet:
                        continue
                    if way is not None and way["to"] == "@return" and not kept:
                        continue
                    if way is not None and way["to"] == "@undo":
                        target = [a for a in applied if a.code in way["undoes"]]
                        if not target:
                            continue
                        raise Undone(target[-1], e)
                    todo.remove(e)
                    moved = True
                    if way is None:
                        break
                    applied.append(e)
                    if way["to"] == "@return":
                        state = kept.pop()
                    elif way["to"] != "@stay":
                        if way.get("memory") == "push":
                            kept.append(state)
                        if way.get("memory") == "clear":
                            kept.clear()
                        state = way["to"]
                    if way.get("effect") == "ab_initio":
                        recorded = {d: state if d >= right_from else s for d, s in recorded.items()}
                    if right_from is None and state in self.force:
                        right_from = day
                    break
            left |= set(todo)
            recorded[day] = state
            day += timedelta(1)
        return recorded, right_from, applied, left

    def _shown(
        self,
        kind: str,
        facts: Facts,
        recorded: dict[date, str],
        right_from: date | None,
        applied: list[LegalEvent],
    ) -> Iterator[tuple[date, str]]:
        rule = self.file["term_rule"]
        full = ends = date.max
        if right_from is not None:
            full, ends = self._term(kind, facts, right_from, applied)
        for day, state in recorded.items():
            if state in rule["runs"] and day >= ends:
                yield day, rule["after"]
            elif state == rule.get("extends") and day >= full:
                yield day, rule["extended"]
            else:
                yield day, state

    def _term(
        self, kind: str, facts: Facts, right_from: date, applied: list[LegalEvent]
    ) -> tuple[date, date]:
        rule = self.file["term_rule"]
        start = facts.filed_on if rule["counted_from"] == "filing" else facts.right_from or right_from
        renewals = sum(e.code == rule.get("renewed_by") for e in applied)
        for term in self.file["term"]:
            if term["kind"] == kind and term.get("from", start) <= start <= term.get("to", start):
                full = date(start.year + term["years"] * (1 + renewals), start.month, start.day)
                ends = full + timedelta(facts.compensation_days if kind == "invention" else 0)
        if facts.term_ends_on and facts.term_ends_on > ends:
            return facts.term_ends_on, facts.term_ends_on
        return full, ends
