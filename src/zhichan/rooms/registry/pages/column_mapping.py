"""The mapping page (列对应): a table waits until a person has said what its columns are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.errors import InvalidInput
from zhichan.core.imports.models import ImportBatch
from zhichan.core.people.pages.acting import posted
from zhichan.core.tables.declaration import Label
from zhichan.rooms.registry.actions.mapped_files import (
    abandon_mapping,
    begin_mapped,
    reopen_mapping,
    set_mapping,
)
from zhichan.rooms.registry.formats.fields import FIELDS
from zhichan.rooms.registry.formats.mapping.checking import obstacles
from zhichan.rooms.registry.formats.mapping.definition import TableMapping, digest_of, mapping_of
from zhichan.rooms.registry.formats.mapping.headings import headings_of
from zhichan.rooms.registry.formats.mapping.marks import MARKS
from zhichan.rooms.registry.formats.mapping.proposing import chosen_of, proposed, seen_columns
from zhichan.rooms.registry.formats.mapping.samples import SheetSample, samples_of
from zhichan.rooms.registry.models import MappedFile
from zhichan.rooms.registry.pages.mapping_forms import DATE_ORDERS, ColumnsForm, OutlineForm
from zhichan.rooms.registry.pages.mapping_lines import (
    WholeColumn,
    column_lines,
    heading_words,
    whole_columns,
)
from zhichan.rooms.registry.pages.reading import count_now_or_later, read_now_or_later
from zhichan.rooms.registry.queries.batches import batches_visible_to
from zhichan.rooms.registry.queries.mappings import as_taken_in, mapped_files_visible_to, senders_known
from zhichan.rooms.registry.rights import FILES_IMPORT
from zhichan.rooms.registry.trial import Trial, trial_of, try_rows

SHOWN_ROWS = 20


@page(FILES_IMPORT)
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns with their guesses; saved as a draft, or read and previewed."""
    waiting = _visible(request, pk)
    if waiting.batch_id is not None:
        return redirect("registry:batch", waiting.batch_id)
    current, samples = mapping_of(waiting.content), samples_of(waiting.samples)
    form = _columns_form(waiting, current, samples, posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.mapping(current.outline)
        sender = form.cleaned_data["sender"]
        waiting = set_mapping(pk, given, sender=sender, by=actor_in(request), at=now())
        if "read" not in request.POST:
            count_now_or_later(waiting, actor_in(request))
            messages.success(request, _("草稿已存。"))
            return redirect("registry:mapping", pk)
        try:
            return read_mapped(request, pk, remember=form.cleaned_data["remember"])
        except InvalidInput as refusal:
            count_now_or_later(waiting, actor_in(request))
            waiting.refresh_from_db()
            form = _columns_form(waiting, given, samples, posted(request))
            form.add_error(None, refusal.message)
            current = given
    outline_form = OutlineForm(samples, current.outline)
    return _shown(request, waiting, current, samples, form, outline_form)


@page(FILES_IMPORT)
@require_POST
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where the table stands; its columns are guessed anew then."""
    waiting = _visible(request, pk)
    current, samples = mapping_of(waiting.content), samples_of(waiting.samples)
    form = OutlineForm(samples, current.outline, request.POST)
    if not form.is_valid():
        columns = _columns_form(waiting, current, samples, None)
        return _shown(request, waiting, current, samples, columns, form)
    guessed = as_taken_in(proposed(form.outline(), samples))
    count_now_or_later(set_mapping(pk, guessed, by=actor_in(request), at=now()), actor_in(request))
    return redirect("registry:mapping", pk)


@page(FILES_IMPORT)
def whole_table(request: HttpRequest, pk: int) -> HttpResponse:
    """How all rows fare, as far as they are counted; asked again while they are, or counted anew."""
    waiting = _visible(request, pk)
    if waiting.batch_id is not None:  # read meanwhile: the whole page goes on, not the part
        reply = redirect("registry:batch", waiting.batch_id)
        return (
            HttpResponse(headers={"HX-Redirect": reply.url}) if request.headers.get("hx-request") else reply
        )
    if request.method == "POST":
        count_now_or_later(waiting, actor_in(request))
        return redirect("registry:mapping", pk)
    current, samples = mapping_of(waiting.content), samples_of(waiting.samples)
    form = _columns_form(waiting, current, samples, None)
    words = try_rows(current, samples).words
    on_page = ColumnsForm(current.kind, _headings(current, samples), current.columns, words=words)
    context = {
        "waiting": waiting,
        "whole": _whole_of(waiting, current),
        "words": form.words(on_page.asked),
    }
    return render(request, "registry/whole_table.html", context)


@page(FILES_IMPORT)
@require_POST
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    _visible(request, pk)
    abandon_mapping(pk, by=actor_in(request), at=now())
    messages.info(request, _("已放弃这个文件，什么都没有改。"))
    return redirect("registry:import")


@page(FILES_IMPORT)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the table of a batch wait once more, with the mapping it was read by or a first proposal."""
    found(batches_visible_to(actor_in(request)).filter(pk=pk).first())
    try:
        waiting = reopen_mapping(pk, by=actor_in(request), at=now())
        count_now_or_later(waiting, actor_in(request))
    except InvalidInput as refusal:
        messages.error(request, refusal.message)
        return redirect("registry:batch", pk)
    return redirect("registry:mapping", waiting.pk)


def read_mapped(request: HttpRequest, pk: int, *, remember: bool) -> HttpResponse:
    """Read a waiting table into a batch; where that fails it waits on, and the page says why."""
    actor = actor_in(request)
    batch = begin_mapped(pk, remember=remember, by=actor, at=now())
    assert batch.file is not None
    if refusal := read_now_or_later(batch, actor, batch.file.size_bytes):
        messages.error(request, refusal)
        return redirect("registry:mapping", pk)
    return redirect("registry:batch", batch.pk)


def _visible(request: HttpRequest, pk: int) -> MappedFile:
    return found(mapped_files_visible_to(actor_in(request)).filter(pk=pk).first())


def _columns_form(
    waiting: MappedFile, current: TableMapping, samples: tuple[SheetSample, ...], data: Any
) -> ColumnsForm:
    initial = {"sender": waiting.sender, "remember": True}
    headings = _headings(current, samples)
    words = _words(waiting, current, samples)
    return ColumnsForm(current.kind, headings, current.columns, data, words=words, initial=initial)


def _headings(current: TableMapping, samples: tuple[SheetSample, ...]) -> tuple[str, ...]:
    return headings_of(chosen_of(current.outline, samples)[0].rows, current.outline)


def _words(
    waiting: MappedFile, current: TableMapping, samples: tuple[SheetSample, ...]
) -> Mapping[str, Mapping[str, int]]:
    """The words that are not known: of all rows once they are counted, until then of the first ones."""
    whole = _whole_of(waiting, current)
    return whole.trial.words if whole and whole.is_done else try_rows(current, samples).words


def _shown(
    request: HttpRequest,
    waiting: MappedFile,
    current: TableMapping,
    samples: tuple[SheetSample, ...],
    form: ColumnsForm,
    outline_form: OutlineForm,
) -> HttpResponse:
    seen = seen_columns(current.outline, samples)
    in_the_way = obstacles(current, samples)
    whole = _whole_of(waiting, current)
    trial = whole.trial if whole and whole.is_done else try_rows(current, samples)
    lines = column_lines(current, seen, form, in_the_way, trial)
    sample = chosen_of(current.outline, samples)[0]
    context: dict[str, Any] = {
        "waiting": waiting,
        "outline": current.outline,
        "sample": sample,
        "form": form,
        "outline_form": outline_form,
        "lines": lines,
        "obstacles": in_the_way,
        "trial": trial,
        "whole": whole,
        "words": form.words(),
        "to_decide": sum(line.state == "bad" for line in lines)
        + sum(key is None for key, _text in in_the_way),
        "to_look_at": sum(line.state == "warn" for line in lines),
        "mapped": len(current.columns),
        "rows": [
            (line, cells, line <= current.outline.heading_line) for line, cells in sample.rows[:SHOWN_ROWS]
        ],
        "senders": senders_known(actor_in(request)),
    }
    status = 422 if form.errors or outline_form.errors else 200
    return render(request, "registry/column_mapping.html", context, status=status)


@dataclass(frozen=True)
class Whole:
    """How all rows of a table fare by its mapping. ``problem``: why they could not be read to the end."""

    is_done: bool
    problem: str
    counted_at: datetime
    trial: Trial
    columns: list[WholeColumn]


def _whole_of(waiting: MappedFile, current: TableMapping) -> Whole | None:
    """What was counted by this very mapping, if anything."""
    kept = waiting.whole
    if kept is None or kept["digest"] != digest_of(current):
        return None
    trial, at = trial_of(kept["trial"]), datetime.fromisoformat(kept["counted_at"])
    return Whole(kept["is_done"], kept["problem"], at, trial, whole_columns(current, trial))


@dataclass(frozen=True)
class UsedColumn:
    """A column as a batch was read by it."""

    heading: str
    label: Label
    mark: Label
    dates: Label
    words: str


def mapped_with(batch: ImportBatch) -> dict[str, Any] | None:
    """What a batch was read by, if by a mapping: the columns, and whether what is remembered has changed."""
    used = MappedFile.objects.select_related("remembered").filter(batch=batch).first()
    if used is None:
        return None
    mapping_used = mapping_of(used.content)
    remembered = used.remembered
    return {
        "file": used,
        "outline": mapping_used.outline,
        "columns": used_columns(mapping_used),
        "left_out": [
            heading
            for heading in mapping_used.headings
            if heading and heading not in {column.heading for column in mapping_used.columns}
        ],
        "has_changed": remembered is not None
        and mapping_of(remembered.content).columns != mapping_used.columns,
    }


def used_columns(mapping: TableMapping) -> list[UsedColumn]:
    return [
        UsedColumn(
            heading_words(one),
            FIELDS[mapping.kind][one.field].label,
            MARKS[one.mark].label if one.mark else "",
            DATE_ORDERS[one.dates] if one.dates else "",
            "；".join(f"{word} → {meaning or _('空白')}" for word, meaning in one.words),
        )
        for one in mapping.columns
    ]
