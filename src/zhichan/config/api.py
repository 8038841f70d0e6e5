"""The programming interface, version 1: one NinjaAPI under ``/api/v1/``.

Routers are found by location: ``api.py`` of core's parts and of every room that has one; a room's
operations lie below its name. The description is at ``/api/v1/openapi.json``; ninja's own documentation
page is off because it loads scripts from elsewhere, our list of operations is at ``/system/api/``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from zhichan.core.access.api_errors import add_error_replies
from zhichan.core.access.api_texts import PlainTextParser
from zhichan.core.access.operation import room_prefix


class Interface(NinjaAPI):
    """An interface that describes itself once: the description takes a second and is the same for all."""

    @lru_cache(maxsize=8)  # noqa: B019  there is one interface, and it lives as long as the process
    def _described(self, path_prefix: str) -> OpenAPISchema:
        return super().get_openapi_schema(path_prefix=path_prefix)

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return self._described(self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)


api = Interface(
    title="知产接口", version="1", docs_url=None, openapi_url="/openapi.json", parser=PlainTextParser()
)
add_error_replies(api)

for _app in apps.get_app_configs():
    if _app.name.startswith("zhichan.") and find_spec(f"{_app.name}.api"):
        api.add_router(room_prefix(_app.name), import_module(f"{_app.name}.api").router)
