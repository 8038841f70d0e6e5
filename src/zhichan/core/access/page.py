"""Marks a page with the right it needs; a page without one does not answer (deny by default).

A page that takes files says beside it how many bytes they may have together: no other page is sent any.

    @page(PLAN_IMPORT, file_bytes=settings.UPLOAD_LIMIT_BYTES)

Who has not signed in sends files only where the page says who of them may.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.http import HttpRequest

from zhichan.core.access.rights import Right

View = TypeVar("View", bound=Callable[..., Any])
MaySend = Callable[[HttpRequest], bool]


def page(right: Right, *, file_bytes: int = 0, may_send: MaySend | None = None) -> Callable[[View], View]:
    """Declare the right a view needs at least; the view narrows to single records itself.

    ``file_bytes``: what may come as files with one request, beside the fields of a form. ``may_send``: who
    that has not signed in may send them; asked before any of the request is read.
    """

    def mark(view: View) -> View:
        view.zhichan_right = right  # type: ignore[attr-defined]
        view.zhichan_file_bytes = file_bytes  # type: ignore[attr-defined]
        view.zhichan_may_send = may_send  # type: ignore[attr-defined]
        return view

    return mark


def right_of_view(view: Callable[..., Any]) -> Right | None:
    return getattr(view, "zhichan_right", None)


def file_bytes_of_view(view: Callable[..., Any]) -> int:
    return getattr(view, "zhichan_file_bytes", 0)


def may_send_to_view(view: Callable[..., Any], request: HttpRequest) -> bool:
    """Whether somebody who has not signed in may send files there."""
    may_send: MaySend | None = getattr(view, "zhichan_may_send", None)
    return may_send is not None and may_send(request)


def module_of_view(view: Callable[..., Any]) -> str:
    """The module a view was written in, also behind a ``functools.partial``."""
    while isinstance(view, partial):
        view = view.func
    return view.__module__
