"""The error pages (出错页): what happened, what to do, an error number, and what the person had typed."""

from __future__ import annotations

import logging
import secrets
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from zhichan.core.errors import ZhichanError

logger = logging.getLogger("zhichan.errors")
SECRET_FIELDS = ("password", "csrfmiddlewaretoken", "code", "token")
KEPT_FIELDS_LIMIT = 200
OUTSIDE_PREFIX = "/public/"
"""What lies below is for those outside: its errors stand in the frame they know."""


@dataclass(frozen=True)
class Kept:
    """A field of a form that could not be saved."""

    name: str
    value: str


def new_error_number() -> str:
    """A short number that a person can read out and that stands in the log: ``E-7F31C2``."""
    return f"E-{secrets.token_hex(3).upper()}"


def error_page(
    request: HttpRequest, status: int, message: str, *, number: str, keeps: bool = True
) -> HttpResponse:
    """The page of an error; for an htmx request only the notice, put above what the person was doing.

    ``keeps`` False: what was sent is not offered to be sent again, nor read.
    """
    context = _context(request, status, message, number, keeps=keeps)
    if getattr(request, "htmx", False):
        return _fragment(render_to_string("errors/notice.html", context, request), status)
    return HttpResponse(render_to_string("errors/page.html", context, request), status=status)


def _context(
    request: HttpRequest, status: int, message: str, number: str, *, keeps: bool = True
) -> dict[str, Any]:
    is_outside = request.path_info.startswith(OUTSIDE_PREFIX)
    is_not_yet = status == 409 and request.method == "GET"
    advice = _("它正在准备，或者刚有变化。请稍后再试。") if is_not_yet else _advice(status)
    if status == 404 and is_outside:
        advice = ""
    return {
        "status": status,
        "message": message,
        "number": number,
        "headline": _("现在还不能看") if is_not_yet else _headline(status),
        "advice": advice,
        "kept": kept_fields(request) if keeps else [],
        "had_files": bool(keeps and request.method == "POST" and request.FILES),
        "address": request.get_full_path(),
        "is_outside": is_outside,
        "frame": "public/frame.html" if is_outside else "base.html",
    }


def _fragment(content: str, status: int) -> HttpResponse:
    response = HttpResponse(content, status=status)
    response.headers["HX-Retarget"] = "#notices"
    response.headers["HX-Reswap"] = "innerHTML show:window:top"
    return response


def kept_fields(request: HttpRequest) -> list[Kept]:
    """What a refused form held, to send it again: never secrets, never files."""
    if request.method != "POST":
        return []
    return [
        Kept(name, str(value))
        for name, values in request.POST.lists()
        if not any(secret in name for secret in SECRET_FIELDS)
        for value in values
    ][:KEPT_FIELDS_LIMIT]


def _headline(status: int) -> str:
    return {
        400: _("这个请求读不懂"),
        403: _("您不能这样做"),
        404: _("没有找到"),
        409: _("没有保存成功"),
        413: _("内容太大"),
        422: _("填写的内容有误"),
        429: _("操作太频繁"),
    }.get(status, _("出错了"))


def _advice(status: int) -> str:
    return {
        400: _("请回到上一页，刷新后再试。"),
        403: _("需要这项权限的，请找本单位的系统管理员或安全管理员。"),
        404: _("地址可能写错了，记录可能已经移走，也可能您的角色看不到它。"),
        409: _("别人可能先改过，或者它的状态已经变了。请看过现在的内容再决定。"),
        413: _("请减少内容或分几次提交。"),
        422: _("请按提示改好再提交。"),
        429: _("请等几分钟再试。"),
    }.get(status, _("不是您的错。请稍后再试；一直这样，请把错误号告诉系统管理员。"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _logged(request, 400, _("浏览器发来的内容不完整或不合规矩。"), exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _logged(request, 403, _own_words(exception) or _("您的角色不含这项权限。"), exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere, or a record the person may not know of: the same words for both."""
    return _logged(request, 404, _own_words(exception) or _("没有找到这个页面或记录。"), exception)


def _own_words(exception: Exception) -> str:
    """The message of the product's error behind a Django exception; Django's own words are not for people."""
    cause = exception.__cause__
    return cause.message if isinstance(cause, ZhichanError) else ""


def server_error(request: HttpRequest) -> HttpResponse:
    """Stands on nothing that may be what broke: no database, no context of the shell."""
    error, number = sys.exc_info()[1], new_error_number()
    logger.error("%s 500 %s %s: %r", number, request.method, request.path, error, exc_info=error)
    context = _context(request, 500, _("程序在处理这个请求时出了错。"), number)
    if getattr(request, "htmx", False):
        return _fragment(render_to_string("errors/notice.html", context), 500)
    context["csrf_token"] = get_token(request)
    return HttpResponse(render_to_string("errors/plain.html", context), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token of a form did not fit: most often the page stood open over a new sign-in.

    Only a form of this site is offered again with a fresh token. Another site could else have its form
    sent by one click on our own button.
    """
    message = _("这个页面打开得太久，或者您在别处重新登录过，提交没有被接受。")
    return _logged(request, 403, message, PermissionDenied(reason), keeps=_is_from_here(request))


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent than may be; nothing of it has been read."""
    message = _("发来的内容超过了上限，没有接收。")
    return _logged(request, 413, message, None, keeps=False)


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form."""
    sender = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    return (sender.scheme, sender.netloc) == (request.scheme, request.get_host())


def _logged(
    request: HttpRequest, status: int, message: str, error: BaseException | None, *, keeps: bool = True
) -> HttpResponse:
    number = new_error_number()
    log = logger.error if status >= 500 else logger.info
    log("%s %s %s %s: %r", number, status, request.method, request.path, error)
    return error_page(request, status, message, number=number, keeps=keeps)
