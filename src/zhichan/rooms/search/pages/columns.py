"""The columns a person chose for tables and files of hits (列设置), kept with the session."""

from __future__ import annotations

from django.http import HttpRequest

from zhichan.core.search.collection import Collection

KEPT_UNDER = "search-%s"
MOST_NAMES = 60


def columns_chosen(request: HttpRequest, collection: Collection) -> tuple[str, ...]:
    """The names this person chose last, in their order; none for the usual ones."""
    kept: dict[str, str] = request.session.get("columns", {})
    known = {one.name for one in collection.columns}
    names = kept.get(KEPT_UNDER % collection.name, "").split(",")
    return tuple(name for name in names if name in known)


def keep_columns(request: HttpRequest, collection: Collection, names: list[str]) -> None:
    """Keep what was chosen; what there is no column of is left out."""
    known = {one.name for one in collection.columns}
    kept: dict[str, str] = request.session.get("columns", {})
    chosen = ",".join(name for name in names[:MOST_NAMES] if name in known)
    request.session["columns"] = {**kept, KEPT_UNDER % collection.name: chosen}
