"""The errors of the product, of ninja and of Django as one kind of API reply."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from zhichan.core.errors import InvalidInput, NotFound, ZhichanError

logger = logging.getLogger("zhichan.errors")


def add_error_replies(api: NinjaAPI) -> None:
    """Make every refusal of an API answer ``ErrorOut``."""

    def reply(
        request: HttpRequest, status: int, code: str, message: str, details: Mapping[str, Any] | None = None
    ) -> HttpResponse:
        content = {"code": code, "message": message, "details": details or {}}
        return api.create_response(request, content, status=status)

    @api.exception_handler(ZhichanError)
    def refused(request: HttpRequest, error: ZhichanError) -> HttpResponse:
        logger.info("%s %s %s %s", error.specific_code, request.method, request.path, dict(error.details))
        return reply(request, error.status, error.specific_code, error.message, _shown_details(error))

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = [{"where": list(map(str, e["loc"])), "what": e["msg"]} for e in error.errors]
        return reply(request, 422, InvalidInput.code, _("参数不合要求。"), {"fields": fields})

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, _error: Http404) -> HttpResponse:
        return reply(request, 404, NotFound.code, _("没有找到。"))

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        # Ninja takes every refusal of its parser for a body that cannot be read.
        if isinstance(error.__cause__, ZhichanError):
            return refused(request, error.__cause__)
        code, message = {
            400: ("unreadable", _("请求的内容读不出来。")),
            401: ("not_signed_in", _("请带上有效的令牌。")),
            429: ("too_many_calls", _("调用太频繁，请稍后再试。")),
        }.get(error.status_code, ("error", str(error)))
        response = reply(request, error.status_code, code, message)
        if isinstance(error, Throttled) and error.wait:
            response.headers["Retry-After"] = str(error.wait)
        return response


def _shown_details(error: ZhichanError) -> dict[str, Any]:
    """The details a caller may see: none where even their existence would tell something."""
    if isinstance(error, NotFound):
        return {}
    plain = (str, int, bool, type(None))
    return {key: value if isinstance(value, plain) else str(value) for key, value in error.details.items()}
