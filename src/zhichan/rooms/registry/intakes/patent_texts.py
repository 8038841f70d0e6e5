"""What a row of patents says besides its fields: abstract, claims, description, keywords (专利文本).

A text that a batch which stands gave already is nothing new: the same file again, or an older one, changes
nothing. A new text takes the place of the one before, until its batch is undone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.bulk import insert_rows
from zhichan.core.registers.importing.intake import Said
from zhichan.core.registers.importing.lines import Line, Problem
from zhichan.rooms.registry.formats.fields import PATENT
from zhichan.rooms.registry.models.patent_text import LONGEST_LANGUAGE, LONGEST_TEXT, TEXTS, PatentText
from zhichan.rooms.registry.queries.patent_texts import STANDING, text_rows, texts_of

TEXT_FIELDS = (*TEXTS, "language")
Texts = Mapping[str, str]
# All but tab and line ends: no text has them, and one of the databases does not take the first.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_COLUMNS = ("patent", "batch", "row_number", "source", "known_at", *TEXT_FIELDS, "digests")
_SHOWN = 80
_BEFORE = 20


def texts_told(values: Mapping[str, Any], problems: list[Problem]) -> dict[str, str]:
    """The texts of a row of a file, with its language where it has any. One that is too long is refused."""
    found = {}
    for name in TEXTS:
        if told := values.get(name):
            text = _CONTROLS.sub("", told if isinstance(told, str) else "；".join(told))
            if len(text) > LONGEST_TEXT:
                reason = _("超过 %(n)s 字") % {"n": f"{LONGEST_TEXT:,}"}
                problems.append(Problem(name, text[:60], reason, _("核对这一格；附件请另存")))
            elif text:
                found[name] = text
    if found and (language := values.get("language")):
        found["language"] = _CONTROLS.sub("", language)[:LONGEST_LANGUAGE]
    return found


def adds(lines: Mapping[int, Line]) -> set[int]:
    """The patents of which a line gives a text that no batch which stands gave. One query."""
    return set(_news(lines))


def says(lines: Mapping[int, Line]) -> Mapping[int, Sequence[Said]]:
    """The texts that lines would put in the place of others, each from shortly before they differ."""
    news = _news(lines)
    current = texts_of(news) if news else {}
    return {
        pk: [
            Said(PATENT[name].label, *_excerpts(getattr(current[pk], name), text))
            for name, text in texts.items()
        ]
        for pk, texts in news.items()
    }


def touched(batch: ImportBatch) -> QuerySet[Any]:
    """The patents of which a batch gave a text, as a query for their keys."""
    return PatentText.objects.filter(batch=batch).values("patent")


def write_texts(lines: Mapping[int, Line], batch: ImportBatch) -> None:
    """Keep the texts that are new. Runs twice to no effect."""
    _store(_told(lines), {pk: line.number for pk, line in lines.items()}, batch)


def take_over_texts(
    documents: Mapping[int, int], row_numbers: Mapping[int, int | None], batch: ImportBatch
) -> None:
    """Give applications the texts of their documents that they lack. ``documents``: application by document.

    What is given is the batch's from then on, and goes with it; so is that the application knows all texts of
    the document. Three queries, and those of writing.
    """
    current = texts_of([*documents.keys(), *documents.values()])
    lacking: dict[int, dict[str, str]] = {}
    said: dict[int, list[str]] = {}
    for document, application in documents.items():
        held = current[application]
        offered = {name: text for name in TEXT_FIELDS if (text := getattr(current[document], name))}
        if offered:
            given = lacking.setdefault(application, {})
            for name, text in offered.items():
                if not getattr(held, name):
                    given.setdefault(name, text)
            said.setdefault(application, []).extend(_digests(offered))
    _store(lacking, row_numbers, batch, said)


def _told(lines: Mapping[int, Line]) -> dict[int, Texts]:
    return {pk: line.extra["texts"] for pk, line in lines.items() if "texts" in line.extra}


def _news(lines: Mapping[int, Line]) -> dict[int, Texts]:
    told = _told(lines)
    held: dict[int, set[str]] = {pk: set() for pk in told}
    if told:
        rows = text_rows(told).filter(STANDING)
        for pk, digests in rows.values_list("patent_id", "digests"):
            held[pk].update(digests.split())
    return {pk: new for pk, texts in told.items() if (new := _unknown(texts, held[pk]))}


def _unknown(texts: Texts, digests: set[str]) -> Texts:
    return {name: text for name, text in texts.items() if _digest(name, text) not in digests}


def _digest(name: str, text: str) -> str:
    return blake2b(f"{name}\n{text}".encode(), digest_size=8).hexdigest()


def _store(
    told: Mapping[int, Texts],
    row_numbers: Mapping[int, int | None],
    batch: ImportBatch,
    said: Mapping[int, Sequence[str]] | None = None,
) -> None:
    """New rows at once; one update for each patent of which the batch has a row already. ``said``: digests of
    texts that are to be known besides."""
    if not told:
        return
    known: dict[int, set[str]] = {pk: set() for pk in told}
    own: dict[int, str] = {}
    rows = text_rows(told).filter(STANDING | Q(batch=batch))
    for pk, batch_id, digests in rows.values_list("patent_id", "batch_id", "digests"):
        known[pk].update(digests.split())
        if batch_id == batch.pk:
            own[pk] = digests
    news: dict[int, tuple[Texts, str]] = {}
    for pk, texts in told.items():
        new = _unknown(texts, known[pk])
        given = dict.fromkeys([*_digests(new), *(said or {}).get(pk, ())])
        if fresh := [one for one in given if one not in known[pk]]:
            news[pk] = (new, " ".join(fresh))
    insert_rows(PatentText, _COLUMNS, _rows(news, own, row_numbers, batch))
    for pk in own.keys() & news.keys():
        texts, fresh_digests = news[pk]
        mine = PatentText.objects.filter(patent=pk, batch=batch)
        mine.update(**texts, digests=f"{own[pk]} {fresh_digests}", row_number=row_numbers[pk])


def _rows(
    news: Mapping[int, tuple[Texts, str]],
    own: Collection[int],
    row_numbers: Mapping[int, int | None],
    batch: ImportBatch,
) -> Iterator[tuple[Any, ...]]:
    known_at = batch.known_at or batch.decided_at or batch.created_at
    for pk, (texts, digests) in news.items():
        if pk not in own:
            values = [texts.get(name, "") for name in TEXT_FIELDS]
            yield (pk, batch.pk, row_numbers[pk], "", known_at, *values, digests)


def _digests(texts: Texts) -> list[str]:
    return [_digest(name, text) for name, text in texts.items()]


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """As much of two texts as a preview has room for, from shortly before the place where they differ."""
    same = next(
        (place for place, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None
    )
    place = min(len(before), len(after)) if same is None else same
    start = max(0, place - _BEFORE)
    return _excerpt(before, start if before else 0), _excerpt(after, start)


def _excerpt(text: str, start: int) -> str:
    shown = text[start : start + _SHOWN]
    return f"{'…' if start else ''}{shown}{'…' if start + _SHOWN < len(text) else ''}"
