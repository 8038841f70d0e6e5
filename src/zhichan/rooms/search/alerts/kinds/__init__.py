"""One file for each kind of warning, found by location; each says ``ALERT``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from zhichan.rooms.registry.face import legal_codes
from zhichan.rooms.search.alerts.declaration import AlertKind


@cache
def alert_kinds() -> Mapping[str, AlertKind]:
    """Every kind by its name, in their order. A kind that reads an event no register has stops here."""
    found = [import_module(f"{__name__}.{module.name}").ALERT for module in iter_modules(__path__)]
    for kind in found:
        for register, codes in kind.events.items():
            if strange := codes - legal_codes(register):
                raise ValueError(f"alert {kind.name}: {register} has no events {sorted(strange)}")
    return {kind.name: kind for kind in sorted(found, key=lambda one: one.rank)}
