"""Whether the product answers: for supervisors and proxies, without sign-in and without content."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhichan.core.access.page import page
from zhichan.web.rights import SHELL_OPEN


@page(SHELL_OPEN)
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 "ok" when the database answers one query; an error page otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
