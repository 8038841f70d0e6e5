"""Who is known by which name while a batch is worked through, and the rules that need no weighing.

The ledger grows with every decision, so that names of one batch find the parties founded earlier in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..names import Script, parse_name
from .outcomes import Rule, Split
from .records import Seen


@dataclass(eq=False)
class Party:
    """A party known before, or founded by a name of this batch."""

    id: str
    is_new: bool
    credit_codes: set[str] = field(default_factory=set)
    keys: dict[str, Script] = field(default_factory=dict)

    def names_in(self, script: Script) -> int:
        """How many different names in one script the party goes by."""
        return sum(found == script for found in self.keys.values())


@dataclass(frozen=True)
class Found:
    """The parties a sure rule leads to: one is a join, several are a question."""

    rule: Rule
    parties: tuple[Party, ...]
    sure: bool = True


class Ledger:
    """Names, former names and credit codes, each with its parties."""

    def __init__(self, splits: Iterable[Split]) -> None:
        self._by_code: dict[str, list[Party]] = defaultdict(list)
        self._by_name: dict[str, list[tuple[Seen, Party]]] = defaultdict(list)
        self._by_former: dict[str, list[tuple[Seen, Party]]] = defaultdict(list)
        self._apart = {pair for split in splits for pair in _pairs(split)}

    def add(self, seen: Seen, party: Party, *, former: bool = False) -> None:
        """The party goes by this name from now on."""
        entry = (seen, party)
        (self._by_former if former else self._by_name)[seen.name.key].append(entry)
        for earlier in seen.name.former:
            self._by_former[parse_name(earlier).key].append(entry)
        party.keys[seen.name.key] = seen.name.script
        self.add_code(seen.credit_code, party)

    def add_code(self, code: str, party: Party) -> None:
        if code and code not in party.credit_codes:
            party.credit_codes.add(code)
            self._by_code[code].append(party)

    def find(self, new: Seen) -> Found | None:
        """The first rule that leads anywhere: credit code, person, same name, former name."""
        if new.credit_code and (parties := self._allowed(new, self._by_code.get(new.credit_code, []))):
            return Found(Rule.CREDIT_CODE, parties)
        if new.name.is_person:
            return self._same_person(new)
        return self._same_name(new) or self._former(new)

    def knows(self, key: str) -> bool:
        return key in self._by_name

    def may_join(self, new: Seen, party: Party) -> bool:
        """Whether no person has split them and no credit code speaks against it."""
        return self._is_allowed(new, party) and not self._contradicts(new, party)

    def _is_allowed(self, new: Seen, party: Party) -> bool:
        if not self._apart:
            return True
        key = new.name.key
        return (key, "party", party.id) not in self._apart and not any(
            (key, "name", other) in self._apart for other in party.keys
        )

    def _allowed(self, new: Seen, parties: Iterable[Party]) -> tuple[Party, ...]:
        return tuple(dict.fromkeys(party for party in parties if self._is_allowed(new, party)))

    def _contradicts(self, new: Seen, party: Party) -> bool:
        return bool(new.credit_code and party.credit_codes and new.credit_code not in party.credit_codes)

    def _same_person(self, new: Seen) -> Found | None:
        """The same name and address is one person; the same name alone is a question."""
        entries = self._by_name.get(new.name.key, [])
        same = self._allowed(
            new, (party for seen, party in entries if new.address and seen.address == new.address)
        )
        if same:
            return Found(Rule.SAME_PERSON, same)
        others = self._allowed(new, (party for _seen, party in entries))
        return Found(Rule.SAME_PERSON, others, sure=False) if others else None

    def _same_name(self, new: Seen) -> Found | None:
        return self._by_key(Rule.SAME_NAME, new, self._by_name.get(new.name.key, ()))

    def _former(self, new: Seen) -> Found | None:
        """The new name is a party's former one, or the former name printed with it is a party's."""
        entries = [*self._by_former.get(new.name.key, ())]
        for printed in new.name.former:
            key = parse_name(printed).key
            entries += self._by_name.get(key, []) + self._by_former.get(key, [])
        return self._by_key(Rule.FORMER_NAME, new, entries)

    def _by_key(self, rule: Rule, new: Seen, entries: Sequence[tuple[Seen, Party]]) -> Found | None:
        """Parties under a key whose region does not speak against it.

        The region must be the same; where one is not known, the name must be specific enough by itself.
        """
        if not entries:
            return None
        near = [(seen, party) for seen, party in entries if agree(seen.region, new.region)]
        parties = self._allowed(new, (party for _seen, party in near))
        if not parties:
            return None
        known = any(seen.region and new.region for seen, _party in near)
        sure = (known or new.is_specific) and not any(self._contradicts(new, party) for party in parties)
        return Found(rule, parties, sure)


def agree(one: str, other: str) -> bool:
    """Whether two region codes can be one place: equal, one inside the other, or one unknown."""
    return one.startswith(other) or other.startswith(one)


def _pairs(split: Split) -> list[tuple[str, str, str]]:
    key = parse_name(split.name).key
    if split.party:
        return [(key, "party", split.party)]
    other = parse_name(split.other_name).key
    return [(key, "name", other), (other, "name", key)]
