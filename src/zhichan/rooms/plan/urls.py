"""The addresses of the plan room, found by location: ``urlpatterns`` of every ``pages/<subject>/urls.py``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.urls import URLPattern, URLResolver

from zhichan.rooms.plan import pages

app_name = "plan"


def _addresses() -> list[URLPattern | URLResolver]:
    subjects = sorted(module.name for module in iter_modules(pages.__path__) if module.ispkg)
    named = (f"{pages.__name__}.{subject}.urls" for subject in subjects)
    return [address for name in named if find_spec(name) for address in import_module(name).urlpatterns]


urlpatterns = _addresses()
