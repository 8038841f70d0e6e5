"""The objects the rights table needs: for an address with parameters, how to make what it names.

A room puts its own into ``tests/rights_objects/<room>.py``; every module here is read:

    @page_object("plan:task")
    def task(unit: Unit) -> Call:
        return Call({"pk": task_of(unit).pk})

``unit`` is the unit the object shall belong to: once the actor's own, once another. What belongs to no
unit ignores it. An address without parameters needs no entry unless it wants POST or a query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from zhichan.core.people.models import Unit


@dataclass(frozen=True)
class Call:
    """One request: the parameters of the address, and what is sent.

    ``method`` POST with an incomplete form passes the rights and is then refused: that counts as allowed.
    So a form or body has to be complete where only the action looks at the thing itself. ``is_form``: an
    operation that takes a form and not JSON.
    """

    kwargs: Mapping[str, Any] = field(default_factory=dict)
    method: str = "get"
    data: Mapping[str, Any] = field(default_factory=dict)
    is_form: bool = False


MakeCall = Callable[[Unit], Call]
PAGE_OBJECTS: dict[str, MakeCall] = {}
API_OBJECTS: dict[str, MakeCall] = {}
# Arguments of actions, by name (``task_id``) or by annotated type, for the test that calls every action.
SAMPLES: dict[str | type, Callable[[], Any]] = {}


def page_object(name: str) -> Callable[[MakeCall], MakeCall]:
    return _into(PAGE_OBJECTS, name)


def api_object(name: str) -> Callable[[MakeCall], MakeCall]:
    return _into(API_OBJECTS, name)


def sample(kind: str | type) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """How to make an argument of an action: of one name, or of one type."""

    def add(make: Callable[[], Any]) -> Callable[[], Any]:
        assert kind not in SAMPLES, f"two samples of {kind}"
        SAMPLES[kind] = make
        return make

    return add


def _into(registry: dict[str, MakeCall], name: str) -> Callable[[MakeCall], MakeCall]:
    def add(make: MakeCall) -> MakeCall:
        assert name not in registry, f"two objects for {name}"
        registry[name] = make
        return make

    return add


def load_all() -> None:
    """Read every module of this folder; called once by the tests that use the registries."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
