"""Which column is which field, from headings and contents (列对应), for the mapping page and plain lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from django.utils.translation import gettext as _

from zhichan.rooms.registry.formats.contents import date_share, dates_in, share
from zhichan.rooms.registry.formats.fields import FIELDS, Kind
from zhichan.rooms.registry.formats.synonyms import field_of

BY_BOTH, BY_NAME, BY_CONTENT, DOUBTFUL = 0.99, 0.9, 0.6, 0.4
_ENOUGH = 0.8
_LEAST = 0.3

# What contents mean, per kind, in the order in which they are tried.
_MEANING: Mapping[Kind, Mapping[str, str]] = {
    "patent": {
        "application": "application_number",
        "publication": "publication_number",
        "link": "source_link",
        "ipc": "ipc",
        "locarno": "locarno",
        "postcode": "postcode",
        "patent_type": "patent_type",
        "status": "legal_status",
        "firm": "applicants",
        "people": "inventors",
        "address": "address",
        "claim": "first_claim",
        "abstract": "abstract",
        "title": "title",
    },
    "trademark": {
        "mark_number": "number",
        "classes": "classes",
        "firm": "holder",
        "mark_status": "status",
        "address": "address",
    },
    "copyright": {
        "copyright": "copyright_number",
        "certificate": "certificate_number",
        "firm": "copyright_owners",
        "address": "address",
    },
    "overseas": {
        "pct": "pct_application_number",
        "foreign": "overseas_number",
        "firm": "right_holders",
        "address": "address",
    },
    "organisation": {
        "credit_code": "credit_code",
        "firm": "name",
        "address": "address",
        "people": "legal_representative",
    },
}
# What the contents of a named field should look like, where that can be told.
_EXPECTED: Mapping[str, tuple[str, ...]] = {
    "application_number": ("application", "publication", "mark_number"),
    "patent_number": ("application", "publication"),
    "publication_number": ("publication",),
    "credit_code": ("credit_code",),
    "copyright_number": ("copyright", "certificate"),
    "certificate_number": ("certificate",),
    "pct_application_number": ("pct",),
    "overseas_number": ("foreign", "pct", "figures"),
    "ipc_main": ("ipc", "locarno"),
    "ipc": ("ipc", "locarno"),
    "classes": ("classes",),
    "postcode": ("postcode",),
}


@dataclass(frozen=True)
class Guess:
    """``field`` is None where nothing fits; ``why`` is for a person; ``confidence`` runs from 0 to 1."""

    column: int
    field: str | None
    why: str
    confidence: float


def guess_columns(
    headers: Sequence[str], sample_rows: Sequence[Sequence[str]], kind: Kind | None = None
) -> list[Guess]:
    """One guess per column. Each field is given to one column, the surest. Without ``kind`` the kind with
    the most certainty over all columns is taken (``kind_of``)."""
    if kind is None:
        kind = kind_of(headers, sample_rows)
    columns = [_texts(sample_rows, index) for index in range(_width(headers, sample_rows))]
    named = [_by_name(index, headers, texts, kind) for index, texts in enumerate(columns)]
    taken = {guess.field for guess in named if guess}
    guesses = []
    for index, texts in enumerate(columns):
        guess = named[index] or _by_content(index, texts, kind, taken)
        taken.add(guess.field)
        guesses.append(guess)
    return _each_once(_with_application_number(_with_dates(guesses, columns, kind), columns))


def kind_of(headers: Sequence[str], sample_rows: Sequence[Sequence[str]]) -> Kind:
    def certainty(kind: Kind) -> float:
        return sum(g.confidence for g in guess_columns(headers, sample_rows, kind) if g.field)

    return max(FIELDS, key=certainty)


def _width(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    return max([len(headers), *map(len, rows)])


def _texts(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    return [text for row in rows if index < len(row) and (text := row[index].strip())]


def _by_name(index: int, headers: Sequence[str], texts: Sequence[str], kind: Kind) -> Guess | None:
    heading = headers[index] if index < len(headers) else ""
    field = field_of(heading, kind) if heading else None
    if field is None:
        return None
    fit = _fit(field, texts, kind)
    if fit is None:
        return Guess(index, field, _("表头“%(heading)s”") % {"heading": heading}, BY_NAME)
    if fit >= _LEAST:
        return Guess(index, field, _("表头“%(heading)s”，内容相符") % {"heading": heading}, BY_BOTH)
    message = _("表头“%(heading)s”，但内容不像")
    return Guess(index, field, message % {"heading": heading}, DOUBTFUL)


def _fit(field: str, texts: Sequence[str], kind: Kind) -> float | None:
    """How well contents fit a field; None where there are none or they cannot tell."""
    if not texts:
        return None
    if FIELDS[kind][field].sort == "date":
        return date_share(texts)
    if expected := _EXPECTED.get(field):
        return max(share(what, texts) for what in expected)
    return None


def _by_content(index: int, texts: Sequence[str], kind: Kind, taken: set[str | None]) -> Guess:
    if texts and date_share(texts) >= _ENOUGH and min(map(len, texts)) >= 6:
        return Guess(index, "_date", _("多数单元格是日期"), BY_CONTENT)
    for what, field in _MEANING[kind].items():
        if texts and field not in taken and share(what, texts) >= _ENOUGH:
            label = FIELDS[kind][field].label
            return Guess(index, field, _("多数单元格像%(label)s") % {"label": label}, BY_CONTENT)
    return Guess(index, None, _("没有认出"), 0.0)


def _with_dates(guesses: list[Guess], columns: list[list[str]], kind: Kind) -> list[Guess]:
    """Date columns without a telling heading: the earlier days are of application."""
    fields = [name for name in ("application_date", "publication_date", "grant_date") if name in FIELDS[kind]]
    free = [name for name in fields if all(guess.field != name for guess in guesses)]
    dated = [guess for guess in guesses if guess.field == "_date"]
    dated.sort(key=lambda guess: median(map(date.toordinal, dates_in(columns[guess.column]))))
    chosen = {guess.column: field for guess, field in zip(dated, free, strict=False)}
    return [
        replace(guess, field=chosen.get(guess.column)) if guess.field == "_date" else guess
        for guess in guesses
    ]


def _with_application_number(guesses: list[Guess], columns: list[list[str]]) -> list[Guess]:
    """A column headed 专利号 that stands alone holds application or publication numbers: it becomes that."""
    there = {guess.field for guess in guesses}
    for what, field in (("application", "application_number"), ("publication", "publication_number")):
        for place, guess in enumerate(guesses):
            if (
                guess.field == "patent_number"
                and field not in there
                and share(what, columns[place]) >= _LEAST
            ):
                return [*guesses[:place], replace(guess, field=field), *guesses[place + 1 :]]
    return guesses


def _each_once(guesses: list[Guess]) -> list[Guess]:
    best: dict[str, Guess] = {}
    for guess in guesses:
        if guess.field and (guess.field not in best or guess.confidence > best[guess.field].confidence):
            best[guess.field] = guess
    return [
        guess
        if not guess.field or best[guess.field] is guess
        else Guess(guess.column, None, _("与另一列重复"), 0.0)
        for guess in guesses
    ]
