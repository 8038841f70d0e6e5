"""The programming interface, version 1: one NinjaAPI under ``/api/v1/``.

Routers are found by location: ``core/people/api.py``, and ``api.py`` of every room that has one.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from ninja import NinjaAPI

api = NinjaAPI(title="知产", version="1", docs_url=None)

for _app in apps.get_app_configs():
    if _app.name.startswith("zhichan.") and find_spec(f"{_app.name}.api"):
        _part = "" if _app.name.startswith("zhichan.core.") else f"/{_app.label}"
        api.add_router(_part, import_module(f"{_app.name}.api").router)
