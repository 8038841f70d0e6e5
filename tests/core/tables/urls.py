"""The product's addresses and one page with the list of the tests."""

from __future__ import annotations

from django.urls import path

from tests.core.tables.tables import FILES
from zhichan.config.urls import handler400, handler403, handler404, handler500, urlpatterns
from zhichan.core.access.page import page
from zhichan.core.tables.responses import table_response
from zhichan.web.rights import ROOMS_VIEW

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@page(ROOMS_VIEW)
def files(request):
    return table_response(request, FILES)


urlpatterns = [path("files/", files), *urlpatterns]
