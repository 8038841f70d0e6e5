"""Which party a line of a list of organisations means: one in the register, or one the file brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.importing.lines import Checked, Line, Problem, Refused
from zhichan.rooms.registry.models.party import Party, PartyName
from zhichan.rooms.registry.naming import party_key

_STORED = "="
_AT_ONCE = 900


class Match:
    """Finds the party of each line by credit code, then by full name; a line without one by securities code.
    A full name that nobody bears finds by securities code the firm that went by its short name.

    A line that is found by a code under another name adds that name and does not rename the party, unless
    the party went by its short name until now. A securities code proves nothing against a full name: lists
    carry codes of one firm at another. Foreign names vary with the translator: the first stands, all are kept
    among the names.
    """

    def __init__(self) -> None:
        self._by_code: dict[str, str] = {}
        self._names: dict[str, str] = {}  # what the file calls each party by now
        self._seen: set[str] = set()

    def __call__(self, checked: Sequence[Checked]) -> list[Checked]:
        lines = [one for one in checked if isinstance(one, Line)]
        stored = _Stored(lines)
        return [self._matched(one, stored) if isinstance(one, Line) else one for one in checked]

    def _matched(self, line: Line, stored: _Stored) -> Checked:
        code = line.settled.get("credit_code", "")
        named = self._found(line, code, stored)
        if len(named) > 1:
            return _ambiguous(line)
        if named:
            line.key = f"{_STORED}{named[0].pk}"
            _keep_name(line, named[0].name)
        elif self._by_code.get(code, line.key) != line.key:
            line.key = self._by_code[code]
            _keep_name(line, self._names.get(line.key, ""))
        if line.key in self._seen or (named and named[0].english_name):
            line.settled.pop("english_name", None)
        self._seen.add(line.key)
        if code:
            self._by_code.setdefault(code, line.key)
        if name := line.facts[0].values.get("name"):
            self._names[line.key] = name
        return line

    def _found(self, line: Line, code: str, stored: _Stored) -> Sequence[Party]:
        """The stored parties the line may mean; none where the file itself gave its code to a new one."""
        if party := stored.by_credit_code.get(code) or stored.known_by_short(line):
            return [party]
        if code in self._by_code:
            return []
        return stored.by_name.get(line.key) or stored.of_securities(line)


def _keep_name(line: Line, stored: str) -> None:
    """Take the name out of what the line sets, where the party has another one that is no short name."""
    [fact] = line.facts
    if fact.values["name"] != stored and stored not in _shorts(line):
        line.facts = [fact._replace(values={k: v for k, v in fact.values.items() if k != "name"})]


def _shorts(line: Line) -> set[str]:
    return {name for kind, name in line.extra["names"] if kind == PartyName.Kind.SHORT}


def _is_short(line: Line) -> bool:
    """Whether the line gives no full name."""
    return bool(line.extra["names"][0][0] == PartyName.Kind.SHORT)


def _ambiguous(line: Line) -> Refused:
    problem = Problem(
        "name", line.extra["title"][:60], _("登记册里同名单位不止一个"), _("补上统一社会信用代码")
    )
    return Refused(line.number, line.place, [problem])


class _Stored:
    """The parties that the lines of a portion may mean. A query for 900 codes or names."""

    def __init__(self, lines: Sequence[Line]) -> None:
        codes = {line.settled["credit_code"] for line in lines if "credit_code" in line.settled}
        self.by_credit_code = {party.credit_code: party for party in _parties("credit_code", codes)}
        self._by_listed_code: dict[str, list[Party]] = {}
        listed = {line.settled["listed_code"] for line in lines if "listed_code" in line.settled}
        for party in _parties("listed_code", listed):
            self._by_listed_code.setdefault(party.listed_code, []).append(party)
        self._shorts = _short_names([party.pk for one in self._by_listed_code.values() for party in one])
        self.by_name: dict[str, list[Party]] = {}
        keys = {line.key for line in lines}
        for party in _parties("name_key", keys):
            self.by_name.setdefault(party.name_key, []).append(party)
        self.by_name = {key: _chosen(parties) for key, parties in self.by_name.items()}
        self._other_names(keys - self.by_name.keys())

    def known_by_short(self, line: Line) -> Party | None:
        """The one party with the code of a line without a full name that goes by its short name."""
        if not _is_short(line):
            return None
        names = {party_key(name) for name in _shorts(line)}
        parties = [party for party in self._listed(line) if not names.isdisjoint(self._shorts[party.pk])]
        return parties[0] if len(parties) == 1 else None

    def of_securities(self, line: Line) -> list[Party]:
        """The one party with the code that a line without a full name means, or that has none itself."""
        parties = self._listed(line)
        if not _is_short(line):
            parties = [party for party in parties if party.name in _shorts(line)]
        return parties if len(parties) == 1 else []

    def _listed(self, line: Line) -> list[Party]:
        return self._by_listed_code.get(line.settled.get("listed_code", ""), [])

    def _other_names(self, keys: set[str]) -> None:
        """Parties that go by the name otherwise; a short or a former name alone proves nothing here."""
        kinds = (PartyName.Kind.OFFICIAL, PartyName.Kind.PRINTED)
        for chunk in _chunks(keys):
            found = PartyName.objects.filter(key__in=chunk, kind__in=kinds).select_related("party")
            for one in found.exclude(given_by__state=ImportBatch.State.UNDONE).order_by("pk"):
                known = self.by_name.setdefault(one.key, [])
                if one.party not in known:
                    known.append(one.party)
        for key in keys & self.by_name.keys():
            self.by_name[key] = _chosen(self.by_name[key])


def _chosen(parties: Sequence[Party]) -> list[Party]:
    """Those in the register that were not joined to another; else one that left it, else the joined one.

    A joined party keeps what is printed under its name, as rights keep the holder they were printed with.
    Led to the party it is joined to, the file that founded it would say it all of that one when read again.
    """
    apart = [party for party in parties if party.joined_to_id is None]
    shown = [party for party in apart if party.is_shown]
    return shown or apart[:1] or list(parties[:1])


def _parties(name: str, wanted: Iterable[str]) -> Iterable[Party]:
    for chunk in _chunks(wanted):
        yield from Party.objects.filter(**{f"{name}__in": chunk}).order_by("-is_shown", "pk")


def _short_names(ids: Sequence[int]) -> Mapping[int, set[str]]:
    """The short names of parties as they are compared; one query for 900."""
    found: dict[int, set[str]] = {pk: set() for pk in ids}
    for first in range(0, len(ids), _AT_ONCE):
        rows = PartyName.objects.filter(party__in=ids[first : first + _AT_ONCE], kind=PartyName.Kind.SHORT)
        for pk, key in rows.exclude(given_by__state=ImportBatch.State.UNDONE).values_list("party_id", "key"):
            found[pk].add(key)
    return found


def _chunks(wanted: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(wanted)
    return (ordered[first : first + _AT_ONCE] for first in range(0, len(ordered), _AT_ONCE))


def known(keys: Sequence[str]) -> dict[str, tuple[int, int | None, bool]]:
    """Stored rows by what ``Match`` calls them, or by name: id, digest, whether shown."""
    columns = ("pk", "content_digest", "is_shown")
    found: dict[str, tuple[int, int | None, bool]] = {}
    for chunk in _chunks(key for key in keys if key.startswith(_STORED)):
        rows = Party.objects.filter(pk__in=[int(key[1:]) for key in chunk]).values_list(*columns)
        found.update((f"{_STORED}{row[0]}", row) for row in rows)
    for chunk in _chunks(key for key in keys if not key.startswith(_STORED)):
        rows_by_name = (
            Party.objects.filter(name_key__in=chunk).order_by("-pk").values_list("name_key", *columns)
        )
        found.update((row[0], row[1:]) for row in rows_by_name)
    return found
