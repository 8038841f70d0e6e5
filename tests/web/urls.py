"""The product's addresses and pages that fail in every way."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from zhichan.config.urls import handler400, handler403, handler404, handler500, urlpatterns
from zhichan.core import errors
from zhichan.core.access.page import page
from zhichan.web.rights import ROOMS_VIEW

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@page(ROOMS_VIEW)
def fail(request, name):
    if name == "crash":
        raise ValueError("secret details")
    if name == "denied":
        raise PermissionDenied("Django's words")
    if name == "missing":
        raise Http404("No Task matches the given query.")
    raise getattr(errors, name)("王执法已经先改了这一项。", row=3)


@page(ROOMS_VIEW)
@csrf_protect
def guarded(request):
    return HttpResponse("done")


@page(ROOMS_VIEW, file_bytes=20_000_000)
def takes_files(request, pk):
    return HttpResponse("done")


urlpatterns = [
    path("fail/<str:name>/", fail),
    path("guarded/", guarded),
    path("takes-files/<int:pk>/", takes_files),
    *urlpatterns,
]
