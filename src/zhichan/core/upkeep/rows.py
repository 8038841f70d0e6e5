"""Rows as lines of text that mean the same on both databases.

One line per row: a JSON array of the columns in the order of the manifest, sorted by key, so that the
same rows always give the same bytes and one SHA-256 per table compares two databases.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connection, models
from django.db.models.functions import Collate
from django.db.models.query import QuerySet

from zhichan.core.audit.hashing import instant_text

_CHUNK = 2_000
_LEFT_OUT = frozenset({"sessions.session"})
"""Sessions are not kept: after a restore everybody signs in again."""


def kept_models(apps: Apps) -> list[type[models.Model]]:
    """Every table of the product but sessions, sorted by label."""
    found = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    kept = (model for model in found if not model._meta.proxy and model._meta.label_lower not in _LEFT_OUT)
    return sorted(kept, key=lambda model: model._meta.label_lower)


def columns_of(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def lines_of(model: type[models.Model], columns: Sequence[str]) -> Iterator[bytes]:
    """Every row of a table as a line, in the order of its key. O(rows), read in pieces."""
    for row in _in_key_order(model).values_list(*columns).iterator(chunk_size=_CHUNK):
        values = [_encoded(value) for value in row]
        yield json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _in_key_order(model: type[models.Model]) -> QuerySet[models.Model]:
    rows = model._base_manager.all()
    key = model._meta.pk
    if connection.vendor == "postgresql" and isinstance(key, models.CharField):
        # As SQLite orders text: by code point, whatever language the database was made for.
        return rows.order_by(Collate("pk", "C"))
    return rows.order_by("pk")


def _encoded(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value  # what JSON has no word for stops the backup: add it here and in _prepared


def insert_lines(model: type[models.Model], columns: Sequence[str], lines: Iterable[bytes]) -> None:
    """Put the lines into a table, exactly as they are: no defaults, no automatic times."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    chosen = [fields[name] for name in columns]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in chosen)
    marks = ", ".join(["%s"] * len(chosen))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        for piece in _pieces(lines):
            cursor.executemany(statement, [_decoded(line, chosen) for line in piece])


def _pieces(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    piece: list[bytes] = []
    for line in lines:
        piece.append(line)
        if len(piece) == _CHUNK:
            yield piece
            piece = []
    if piece:
        yield piece


def _decoded(line: bytes, fields: Sequence[models.Field[Any, Any]]) -> list[Any]:
    return [_prepared(field, value) for field, value in zip(fields, json.loads(line), strict=True)]


def _prepared(field: models.Field[Any, Any], value: Any) -> Any:
    known = value if isinstance(field, models.JSONField) else field.to_python(value)
    return field.get_db_prep_save(known, connection)
