"""Files into registers: hand in, look at what would happen, commit, undo (导入)."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.access.rights import may, require
from zhichan.core.errors import InvalidInput
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading
from zhichan.core.imports.models import ImportBatch
from zhichan.core.people.pages.acting import accepted, posted
from zhichan.core.people.pages.fields import day_field
from zhichan.core.registers.actions.batches import Incoming, abandon_staged, begin_batch
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.declaration import register_named
from zhichan.core.registers.importing.intake import intake_of
from zhichan.core.registers.importing.previewing import changes_of
from zhichan.core.registers.importing.staging import (
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    StagedRow,
    staging_of,
    staging_path,
)
from zhichan.core.registers.importing.turns import is_writing
from zhichan.core.registers.kept_work import kept_work_on
from zhichan.core.registers.moments import end_of
from zhichan.rooms.registry.actions.mapped_files import TableToMap, open_mapping, open_remembered
from zhichan.rooms.registry.formats import XLSX, Source, media_type_of
from zhichan.rooms.registry.formats.fields import label_of
from zhichan.rooms.registry.jobs import write_batch
from zhichan.rooms.registry.models.column_mapping import LONGEST_SENDER
from zhichan.rooms.registry.pages.column_mapping import mapped_with, read_mapped
from zhichan.rooms.registry.pages.reading import count_now_or_later, read_now_or_later
from zhichan.rooms.registry.queries.batches import batches_visible_to
from zhichan.rooms.registry.queries.mappings import (
    MappingNeeded,
    Way,
    mapped_files_visible_to,
    sender_of,
    senders_known,
    way_to_read,
)
from zhichan.rooms.registry.rights import FILES_IMPORT

WRITTEN_AT_ONCE_ROWS = 2_000
TABLES = frozenset(("text/csv", "application/gzip", XLSX))
SHOWN = 50
RECENT = 20
MOST_REFUSED_ROWS = 100_000
State = ImportBatch.State


class UploadForm(forms.Form):
    """One file with rights, parties or lists."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            "专利、商标、单位清单与公布公告：csv、xlsx、xml，可用 gzip 压缩；"
            "版式按内容识别，认不出的表格逐列指定"
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xml,.gz,.txt"}),
        allow_empty_file=True,
    )
    sender = forms.CharField(
        label=gettext_lazy("发送人"),
        required=False,
        max_length=LONGEST_SENDER,
        help_text=gettext_lazy("交来文件的单位、个人或自定名称；有为其记住的列对应就直接预览"),
        widget=forms.TextInput(attrs={"list": "senders", "autocomplete": "off"}),
    )
    known_on = day_field(
        gettext_lazy("获知日期"),
        required=False,
        help_text=gettext_lazy("补录旧清单时填当时拿到它的日子；不填为入库的时刻"),
    )

    by_columns = forms.BooleanField(label=gettext_lazy("认得出的表格也逐列指定"), required=False)

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        limit = settings.UPLOAD_LIMIT_BYTES
        if file.size is None or file.size > limit:
            megabytes = {"limit": limit // (1024 * 1024)}
            raise forms.ValidationError(
                _("文件超过 %(limit)d MB；更大的用 zhichan import 导入。") % megabytes
            )
        return file


@dataclass(frozen=True)
class Tab:
    state: str
    label: str
    count: int


@page(FILES_IMPORT, file_bytes=settings.UPLOAD_LIMIT_BYTES)
def upload(request: HttpRequest) -> HttpResponse:
    """The form, the files that wait for a mapping and the latest batches; a file that can be read leads to
    its batch, a table that nobody has mapped yet to its mapping page."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _taken_in(request, form)
        except InvalidInput as refusal:
            form.add_error("file", refusal.message)
    actor = actor_in(request)
    context = {
        "form": form,
        "recent": batches_visible_to(actor).order_by("-pk")[:RECENT],
        "waiting": mapped_files_visible_to(actor).filter(batch=None).order_by("-pk")[:RECENT],
        "senders": senders_known(actor),
    }
    return render(request, "registry/upload.html", context, status=422 if form.errors else 200)


def _taken_in(request: HttpRequest, form: UploadForm) -> HttpResponse:
    """A small file is read at once, a large one by a job; a table without a mapping waits for one."""
    actor, given = actor_in(request), form.cleaned_data
    source, name = _source_of(given["file"]), given["file"].name or ""
    known_at = end_of(given["known_on"]) if given["known_on"] else None
    table = TableToMap(source, name, given["sender"], known_at)
    way = None if given["by_columns"] else _way(source, given["sender"])
    if way is None:
        waiting = open_mapping(table, by=actor, at=now())
        count_now_or_later(waiting, actor)
        return redirect("registry:mapping", waiting.pk)
    if way.remembered is not None:
        waiting = open_remembered(table, way.remembered.pk, by=actor, at=now())
        try:
            return read_mapped(request, waiting.pk, remember=False)
        except InvalidInput as undecided:
            messages.error(request, undecided.message)
            return redirect("registry:mapping", waiting.pk)
    assert way.layout is not None
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as content:
        incoming = Incoming(content, name, way.layout.name, media_type_of(source), known_at, given["sender"])
        batch = begin_batch(intake_of(way.kind, way.label), incoming, by=actor, at=now())
    if refusal := read_now_or_later(batch, actor, given["file"].size or 0):
        raise InvalidInput(refusal)
    return redirect("registry:batch", batch.pk)


def _source_of(file: UploadedFile[Any]) -> Source:
    """A small upload as bytes; a large one lies in the folder for temporary files and is read from there."""
    if isinstance(file, TemporaryUploadedFile):
        return Path(file.temporary_file_path())
    content: bytes = file.read()
    return content


def _way(source: Source, sender: str) -> Way | None:
    try:
        return way_to_read(source, sender_of(sender, today()))
    except MappingNeeded:
        return None


@page(FILES_IMPORT)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """A batch as it stands: being read, previewed, being written, in the register, undone."""
    shown = _visible(request, pk)
    register = register_named(shown.ledger)
    context: dict[str, Any] = {"batch": shown, "register": register, "mapped": mapped_with(shown)}
    context["may_undo"] = may(actor_in(request), register.edit)
    is_done = shown.state not in (State.STAGING, State.COMMITTING)
    context["may_map"] = is_done and shown.file is not None and shown.file.media_type in TABLES
    if is_done and staging_path(pk).exists():
        context |= _preview(shown, request.GET.get("tab", ""), _number(request.GET.get("after")))
    return render(request, "registry/batch.html", context)


def _preview(shown: ImportBatch, tab: str, after: int) -> dict[str, Any]:
    tabs = [
        Tab(NEW, _("新增"), shown.new_count),
        Tab(CHANGED, _("变更"), shown.changed_count),
        Tab(SAME, _("相同"), shown.same_count),
        Tab(REFUSED, _("拒收"), shown.refused_count),
    ]
    filled = [one.state for one in tabs if one.count]
    chosen = tab if tab in {one.state for one in tabs} else next(iter(filled), NEW)
    with staging_of(shown.pk) as staging:
        rows = staging.rows(chosen, after=after, limit=SHOWN + 1)
        reasons = staging.reasons()[:8] if shown.refused_count else []
    tells_changes = chosen == CHANGED and shown.is_open
    changes = changes_of(register_named(shown.ledger), rows[:SHOWN]) if tells_changes else {}
    return {
        "tabs": tabs,
        "chosen": chosen,
        "rows": [(row, _problems(row), changes.get(row.number, ())) for row in rows[:SHOWN]],
        "tells_changes": tells_changes,
        "next_after": rows[SHOWN - 1].number if len(rows) > SHOWN else None,
        "reasons": reasons,
    }


def _problems(row: StagedRow) -> list[tuple[str, str, str, str]]:
    """What is wrong with a refused row: the field's label, what stood there, the reason, what to do."""
    if row.state != REFUSED:
        return []
    return [(label_of(name), value, reason, fix) for name, value, reason, fix in json.loads(row.payload)]


@page(FILES_IMPORT)
def refusals(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every refused row as a file, to put right and hand in again."""
    shown = _visible(request, pk)
    headings = [Heading(word) for word in (_("行"), _("字段"), _("原值"), _("原因"), _("怎么改"))]
    with staging_of(shown.pk) as staging:
        refused = staging.rows(REFUSED, limit=MOST_REFUSED_ROWS)
    cells = ((row.place, *problem) for row in refused for problem in _problems(row))
    title = _("批次 %(pk)d 拒收表") % {"pk": pk}
    return export_rows(title, headings, ([*line] for line in cells), file_format="xlsx")


@page(FILES_IMPORT)
@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    actor = actor_in(request)
    require(actor, register_named(shown.ledger).edit)
    if shown.to_apply > WRITTEN_AT_ONCE_ROWS:
        write_batch.enqueue(pk, actor.id or 0)
        messages.info(request, _("正在入库，行数较多，请稍候。"))
    elif is_writing():
        write_batch.enqueue(pk, actor.id or 0)
        messages.info(request, _("另一批正在入库，这一批排在它后面，请稍候。"))
    elif refusal := write_batch.call(pk, actor.id or 0):
        messages.error(request, refusal)
    else:
        messages.success(request, _("已入库。"))
    return redirect("registry:batch", pk)


@page(FILES_IMPORT)
@require_POST
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    _visible(request, pk)
    abandon_staged(pk, by=actor_in(request), at=now())
    messages.info(request, _("已放弃这一批，什么都没有改。"))
    return redirect("registry:import")


@page(FILES_IMPORT)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What taking a batch back changes; then take it back, or say what stands in the way."""
    shown, actor = _visible(request, pk), actor_in(request)
    register = register_named(shown.ledger)
    require(actor, register.edit)
    form = forms.Form(posted(request))
    if accepted(request, form, lambda: undo_batch(pk, by=actor, at=now())) is not None:
        messages.success(request, _("批次已撤销；以前怎么知道的仍可回看。"))
        if kept := kept_work_on(shown, actor):
            told = {"kept": "；".join(map(str, kept))}
            messages.info(request, _("依据这一批的工作仍保留，其中的记录已不在册：%(kept)s。") % told)
        return redirect("registry:batch", pk)
    if shown.state != State.CONFIRMED:
        return redirect("registry:batch", pk)
    context = {"batch": shown, "register": register, "form": form, "kept": kept_work_on(shown, actor)}
    return render(request, "registry/undo.html", context, status=422 if form.errors else 200)


def _visible(request: HttpRequest, pk: int) -> ImportBatch:
    return found(batches_visible_to(actor_in(request)).filter(pk=pk).first())


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
