"""Masking (遮盖): a public copy of what a document says, and a log of everything that was covered.

    masked = mask_values(definition, values, "penalty", others=secrets_of_the_matter)
    content = fill(definition, masked.values)
    assert not survivors(text_of(content), masked.secrets)

First the typed fields, by the rule of the profile for their type and for whom they speak of; then the same
values in every other text, in any spelling; then whatever has the shape of personal data. What somebody could
guess from the circumstances no program sees: a second person reads the copy and signs it off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zhichan.core.documents.definition import Definition
from zhichan.core.documents.fields import PERSONAL, Column, Field, FieldType, Whose
from zhichan.core.documents.masking.cues import speaks_of_secret_people
from zhichan.core.documents.masking.patterns import patterns_in
from zhichan.core.documents.masking.profiles import Profile, Treatment, profile_of
from zhichan.core.documents.masking.secrets import (
    NUMERIC,
    Secret,
    judged_person,
    party_is_natural,
    row_is_person,
    secrets_of,
)
from zhichan.core.documents.masking.spelling import Folded, folded
from zhichan.core.documents.masking.treating import treated

_PROSE = frozenset({FieldType.TEXT, FieldType.LONG_TEXT, FieldType.NUMBER})
_SAFE = frozenset({FieldType.CREDIT_CODE, FieldType.PHONE, FieldType.EMAIL})
"""Types of what stays in which nothing else of somebody's can stand."""


@dataclass(frozen=True)
class Entry:
    """A line of the log; never the value itself. ``found_by``: field, value or pattern."""

    where: str
    type: FieldType
    treatment: Treatment
    found_by: str
    count: int = 1


@dataclass(frozen=True)
class MaskedText:
    text: str
    log: tuple[Entry, ...]


@dataclass(frozen=True)
class Masked:
    """``doubts``: what a person has to look at, in words. ``secrets`` must not stand in the copy, except
    inside what is ``kept``."""

    values: dict[str, object]
    log: tuple[Entry, ...]
    doubts: tuple[str, ...]
    secrets: tuple[Secret, ...]
    kept: tuple[Secret, ...]
    profile: str
    profile_version: int


@dataclass
class Masker:
    """One copy under way: the profile, what must go, what stays, and the log of what was covered.

    ``premises``: addresses that stay, which are no home though they may look like one."""

    profile: Profile
    secrets: Sequence[Secret]
    kept: Sequence[Secret]
    premises: Sequence[Secret] = ()
    log: list[Entry] = field(default_factory=list)

    def treatment(self, secret: Secret) -> Treatment:
        return self.profile.treatment(secret.type, secret.whose, is_person=secret.is_person)

    def text(self, text: str, where: str) -> str:
        spans = list(self._spans(text))
        if not spans:
            return text
        pieces: list[str] = []
        counted: Counter[tuple[FieldType, Treatment, str]] = Counter()
        place = 0
        for start, end, kind, treatment, found_by in _joined(spans):
            pieces += (text[place:start], treated(text[start:end], kind, treatment))
            counted[kind, treatment, found_by] += 1
            place = end
        self.log += (Entry(where, *found, count=count) for found, count in counted.items())
        return "".join(pieces) + text[place:]

    def _spans(self, text: str) -> Iterator[_Span]:
        """Everything to be covered that is not inside something that stays."""
        numbers, words = folded(text, as_number=True), folded(text, as_number=False)
        staying = list(_places(self.kept, numbers, words))
        for secret, start, end in _places(self.secrets, numbers, words):
            if not _is_inside(start, end, staying):
                yield start, end, secret.type, self.treatment(secret), "value"
        premises = list(_places(self.premises, numbers, words))
        for start, end, kind in patterns_in(text):
            around = [*staying, *premises] if kind is FieldType.ADDRESS else staying
            if not _is_inside(start, end, around):
                yield start, end, kind, Treatment.REMOVE, "pattern"


_Span = tuple[int, int, FieldType, Treatment, str]
_Placed = tuple[Secret, int, int]


def mask_values(
    definition: Definition,
    values: Mapping[str, object],
    profile: str,
    *,
    others: Iterable[Secret] = (),
) -> Masked:
    """The values of a public copy. ``others``: what else the matter knows of people, in no field of this one.

    Raises NotFound for an unknown profile. Whether anything may be published is asked of
    ``refuse_publication`` before.
    """
    masker, doubts = masker_of(profile, [*secrets_of(definition, values), *others])
    party_is_person = party_is_natural(definition, values)
    masked = {
        one.key: _masked(masker, one, values[one.key], party_is_person)
        for one in definition.fields
        if values.get(one.key) is not None
    }
    if any(speaks_of_secret_people(text) for text in _prose(values)):
        doubts += (_("正文提到举报人、证人，请通读，确认没有写出他们的姓名或能猜出身份的细节。"),)
    heads = {key: value for key, value in values.items() if key not in masked and value is not None}
    return Masked(
        values={**heads, **masked},
        log=tuple(masker.log),
        doubts=doubts,
        secrets=tuple(masker.secrets),
        kept=tuple(masker.kept),
        profile=masker.profile.id,
        profile_version=masker.profile.version,
    )


def mask_text(text: str, profile: str, secrets: Iterable[Secret] = (), *, where: str = "") -> MaskedText:
    """A text by itself: the secrets in any spelling, and what has the shape of personal data."""
    masker, _doubts = masker_of(profile, list(secrets))
    return MaskedText(masker.text(text, where), tuple(masker.log))


def survivors(text: str, secrets: Iterable[Secret], kept: Iterable[Secret] = ()) -> list[Secret]:
    """The secrets that still stand in a text in some spelling, outside what stays: there must be none."""
    numbers, words = folded(text, as_number=True), folded(text, as_number=False)
    staying = list(_places(kept, numbers, words))
    looked_for = [one for one in secrets if one.is_long_enough]
    found = _places(looked_for, numbers, words)
    return list(dict.fromkeys(one for one, start, end in found if not _is_inside(start, end, staying)))


def masker_of(profile: str, secrets: Sequence[Secret]) -> tuple[Masker, tuple[str, ...]]:
    """What covers a copy, and what a person has to look at. Raises NotFound for an unknown profile.

    A value that stays for one and would go for another stays: the name of whoever was punished says nothing
    of a witness who bears the same. An address, or a name with a number behind it, protects nothing.
    """
    rule = profile_of(profile)
    kept: list[Secret] = []
    gone: list[Secret] = []
    for one in secrets:
        treatment = rule.treatment(one.type, one.whose, is_person=one.is_person)
        (kept if treatment is Treatment.KEEP else gone).append(one)
    staying = [one for one in kept if one.type in _SAFE or _is_bare_name(one)]
    keys = {one.key for one in staying}
    doubts: list[str] = []
    looked_for: list[Secret] = []
    for one in gone:
        named = {"field": one.where or one.type}
        if not one.is_long_enough:
            doubts.append(_("“%(field)s”太短，没有在正文里逐字查找，请通读。") % named)
        elif any(one.key in key for key in keys):
            doubts.append(_("“%(field)s”的字样也在应当公开的名称里，公开的名称没有改动，请核对。") % named)
        if one.is_long_enough and one.key not in keys:
            looked_for.append(one)
    premises = [one for one in kept if one.type is FieldType.ADDRESS]
    return Masker(rule, looked_for, staying, premises), tuple(dict.fromkeys(doubts))


def _prose(value: object) -> Iterator[str]:
    """Every text of the values, those in lists and tables included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _prose(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _prose(one)


def _masked(masker: Masker, one: Field, value: object, party_is_person: bool) -> object:
    match one.type:
        case _ if one.type in PERSONAL and isinstance(value, str):
            is_person = judged_person(one, value, party_is_person=party_is_person)
            return _treated(masker, one, value, is_person, one.label)
        case _ if one.type in _PROSE and isinstance(value, str):
            return masker.text(value, one.label)
        case FieldType.LIST if isinstance(value, Iterable):
            return [masker.text(str(item), one.label) for item in value]
        case FieldType.TABLE if isinstance(value, Iterable):
            return [_masked_row(masker, one, row, party_is_person) for row in value]
        case _:
            return value


def _masked_row(
    masker: Masker, one: Field, row: Mapping[str, object], party_is_person: bool
) -> dict[str, object]:
    is_person = row_is_person(one, row)
    masked: dict[str, object] = {}
    for column in one.columns:
        value = row.get(column.key)
        where = f"{one.label}·{column.label}"
        if not isinstance(value, str):
            masked[column.key] = value
        elif column.type in PERSONAL:
            judged = party_is_person if column.whose is Whose.PARTY else is_person
            masked[column.key] = _treated(masker, column, value, judged, where)
        elif column.type in _PROSE:
            masked[column.key] = masker.text(value, where)
        else:
            masked[column.key] = value
    return masked


def _treated(masker: Masker, one: Field | Column, value: str, is_person: bool, where: str) -> str:
    whose = one.whose or Whose.OTHER
    treatment = masker.profile.treatment(one.type, whose, is_person=is_person)
    if treatment is Treatment.KEEP or not value:
        return value if one.type in _SAFE else masker.text(value, where)
    masker.log.append(Entry(where, one.type, treatment, "field"))
    return treated(value, one.type, treatment)


def _is_bare_name(one: Secret) -> bool:
    return one.type in (FieldType.NAME, FieldType.PERSON) and not any(patterns_in(one.value))


def _places(secrets: Iterable[Secret], numbers: Folded, words: Folded) -> Iterator[_Placed]:
    for secret in secrets:
        text = numbers if secret.type in NUMERIC else words
        for start, end in text.spans(secret.key):
            yield secret, start, end


def _is_inside(start: int, end: int, staying: Iterable[_Placed]) -> bool:
    """Whether a place lies within something that stays."""
    return any(first <= start and end <= last for _kept, first, last in staying)


def _joined(spans: Iterable[_Span]) -> Iterator[_Span]:
    """In order; those that overlap as one, which is removed unless they say the same."""
    current: _Span | None = None
    for span in sorted(spans, key=lambda one: (one[0], -one[1])):
        if current is None or span[0] >= current[1]:
            if current:
                yield current
            current = span
        elif span[1] > current[1] or span[3] is not current[3]:
            start, end, kind, _treatment, found_by = current
            current = (start, max(end, span[1]), kind, Treatment.REMOVE, found_by)
    if current:
        yield current
