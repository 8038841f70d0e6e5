"""The content policy on every reply, and the errors of the product turned into pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from zhichan.core.access.page import file_bytes_of_view, may_send_to_view
from zhichan.core.errors import NotFound, ZhichanError
from zhichan.web.errors import error_page, new_error_number, too_large

logger = logging.getLogger("zhichan.errors")
Handler = Callable[[HttpRequest], HttpResponse]
LARGEST_ID = 2**63 - 1


def content_policy() -> str:
    """Nothing inline, no eval, nothing from elsewhere; ``data:`` pictures for the QR code of sign-in.

    Chromium applies ``form-action`` to redirects too, so the identity provider is allowed when one is set.
    """
    forms = "'self'"
    if settings.OIDC_ISSUER:
        issuer = urlsplit(settings.OIDC_ISSUER)
        forms = f"'self' {issuer.scheme}://{issuer.netloc}"
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            f"form-action {forms}",
        )
    )


class ContentPolicyMiddleware:
    """Adds the content policy, where a reply has no stricter one of its own; pages of signed-in people are
    not kept by shared caches."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.policy = content_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class BodyLimitMiddleware:
    """Refuses a body that is larger than whoever sends it may send there, before any of it is read.

    Looking for the token of a form reads the whole form, and writes its files into the folder for temporary
    files, before anybody asks who sent it or whether the page wants files. The API asks first who calls and
    reads files only where an operation takes some, so only the upper limit holds there.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "")
        sent_bytes = int(length) if length.isascii() and length.isdigit() else 0
        if sent_bytes > settings.UNKNOWN_BODY_LIMIT_BYTES and sent_bytes > _limit_for(request):
            return too_large(request)
        return self.get_response(request)


def _limit_for(request: HttpRequest) -> int:
    limit: int = settings.UNKNOWN_BODY_LIMIT_BYTES
    if request.path.startswith("/api/"):
        return int(settings.BODY_LIMIT_BYTES)
    view = _view_at(request.path_info)
    if request.user.is_authenticated:
        limit = settings.FORM_BODY_LIMIT_BYTES + (file_bytes_of_view(view) if view else 0)
    elif view and may_send_to_view(view, request):
        limit += file_bytes_of_view(view)
    return limit


def _view_at(path: str) -> Callable[..., Any] | None:
    """The page at a path; None for an address that leads nowhere."""
    try:
        return resolve(path).func
    except Resolver404:
        return None


class ErrorMiddleware:
    """Turns a ``ZhichanError`` of a view into a page, or into a fragment for htmx; what was typed is kept."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, asked: dict[str, object]
    ) -> HttpResponse | None:
        """A number in an address that no database could hold is the number of nothing."""
        if all(not isinstance(value, int) or value <= LARGEST_ID for value in asked.values()):
            return None
        return self.process_exception(request, NotFound(_("没有找到这个页面或记录。"), path=request.path))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ZhichanError):
            return None
        number = new_error_number()
        log = logger.error if error.status >= 500 else logger.info
        log("%s %s %s %s %s", number, error.specific_code, request.method, request.path, dict(error.details))
        return error_page(request, error.status, error.message, number=number)
