"""A list over stored files, the plainest model whose order fields are never empty."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhichan.core.files.models import StoredFile
from zhichan.core.tables.declaration import Column, Order, Table
from zhichan.core.tables.filters import choice_filter, day_filter, text_filter

KINDS = [("text/csv", "表格"), ("application/pdf", "文稿")]
FILES = Table(
    name="files",
    label="文件",
    noun="件",
    model=StoredFile,
    queryset=lambda actor: StoredFile.objects.filter(source=f"unit {actor.id}"),
    columns=(
        Column("sha256", "摘要", lambda row: row.sha256, url=lambda row: f"/files/{row.pk}/"),
        Column("size", "大小", lambda row: row.size_bytes, kind="number"),
        Column("type", "类型", lambda row: row.media_type, on_phone=False),
        Column("stored", "存入", lambda row: row.stored_at, nowrap=True),
    ),
    filters=(
        choice_filter("type", "类型", "media_type", KINDS),
        text_filter("q", "摘要里的字", ["sha256"]),
        day_filter("since", "存入不早于", "stored_at__date__gte"),
    ),
    orders=(
        Order("size", "小的在前", ("size_bytes",)),
        Order("newest", "新的在前", ("-stored_at",)),
        Order("type", "按类型，大的在前", ("media_type", "-size_bytes")),
    ),
    empty="请先上传。",
)


def add_files(at: datetime, sizes: list[int], *, owner: int = 1) -> list[StoredFile]:
    """One file for each size; every third a csv, instants one second apart in the order given."""
    return StoredFile.objects.bulk_create(
        StoredFile(
            sha256=f"{owner:08d}{number:056d}",
            size_bytes=size,
            media_type="text/csv" if number % 3 == 0 else "application/pdf",
            stored_at=at + timedelta(seconds=number),
            source=f"unit {owner}",
        )
        for number, size in enumerate(sizes)
    )
