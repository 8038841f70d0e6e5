"""Every action of core and the rooms: takes who and when by name, and refuses whoever lacks the right.

Found by location: each public function of an ``actions`` module. Arguments are made from their annotations;
what cannot be made that way has a sample in ``tests/rights_objects/``.
"""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import zhichan
from tests.conftest import NOW
from tests.everything import everything
from tests.rights_objects import SAMPLES, load_all
from tests.rights_reading import first_of, portions
from zhichan.core.access.actor import ANONYMOUS, Actor, Held
from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState

pytestmark = pytest.mark.any_database
load_all()

# Called inside actions, by core itself, on the strength of the right their caller has checked: they have no
# right of their own to ask for. Everything else that writes asks.
WITHOUT_RIGHT = {
    "zhichan.core.audit.actions.record",
    "zhichan.core.audit.actions.record_batch",
    "zhichan.core.files.actions.discard_file",
    "zhichan.core.files.actions.store_evidence",
    "zhichan.core.files.actions.store_file",
    "zhichan.core.notices.actions.notify",
    "zhichan.core.numbering.actions.next_number",
}


def action_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Public functions defined in ``actions`` modules, by their dotted name."""
    for module in walk_packages(zhichan.__path__, "zhichan."):
        if ".actions" in module.name and ".migrations" not in module.name:
            loaded = import_module(module.name)
            for name, found in inspect.getmembers(loaded, inspect.isfunction):
                if not name.startswith("_") and found.__module__ == module.name:
                    yield f"{module.name}.{name}", found


FUNCTIONS = dict(action_functions())
ACTIONS = {
    name: function
    for name, function in FUNCTIONS.items()
    if {"by", "at"} <= set(inspect.signature(function).parameters) and name not in WITHOUT_RIGHT
}
# What each may do for themselves and nobody for another: nothing is named, so there is nothing to refuse.
OWN_ONLY = {"zhichan.core.notices.actions.mark_all_read"}
# What anybody may do, signed in or not; a token needs its scope all the same.
FOR_EVERYBODY = {"zhichan.core.matters.actions.submit.submit"}
# What not even the system may do: it has no account, no notices, no batches and no part in a matter.
NOT_FOR_THE_SYSTEM = {
    "zhichan.core.people.actions.tokens.create_token",
    "zhichan.core.notices.actions.mark_read",
    "zhichan.core.imports.actions.confirm.confirm_batch",
    "zhichan.core.imports.actions.confirm.abandon_batch",
    "zhichan.core.matters.actions.take_move.take_move",
    "zhichan.core.matters.actions.take_move.take_own_move",
    "zhichan.core.matters.actions.outside.hand_in_files",
    "zhichan.core.matters.actions.outside.rate",
    "zhichan.core.matters.actions.outside.renew_code",
    "zhichan.core.matters.actions.submit.submit",
    "zhichan.core.matters.actions.ratings.answer_rating",
    "zhichan.rooms.registry.actions.saved_statistics.save_statistic",
    "zhichan.rooms.search.actions.exports.order_export",
    "zhichan.rooms.search.actions.exports.note_download",
    "zhichan.rooms.search.actions.exports.delete_export",
    "zhichan.rooms.search.actions.documents.mark_documents",
    "zhichan.rooms.search.actions.documents.note_document",
    "zhichan.rooms.search.actions.folders.make_folder",
    "zhichan.rooms.search.actions.folders.rename_folder",
    "zhichan.rooms.search.actions.folders.delete_folder",
    "zhichan.rooms.search.actions.folders.put_in_folder",
    "zhichan.rooms.search.actions.folders.take_out_of_folder",
    "zhichan.rooms.search.actions.shares.share_folder",
    "zhichan.rooms.search.actions.shares.unshare_folder",
    "zhichan.rooms.search.actions.long_lines.keep_long_line",
    "zhichan.rooms.search.actions.history.note_search",
    "zhichan.rooms.search.actions.history.forget_searches",
    "zhichan.rooms.search.actions.saved_searches.save_search",
    "zhichan.rooms.search.actions.saved_searches.delete_saved_search",
    "zhichan.rooms.search.actions.subscriptions.follow",
    "zhichan.rooms.search.actions.subscriptions.subscribe",
    "zhichan.rooms.search.actions.subscriptions.change_subscription",
    "zhichan.rooms.search.actions.subscriptions.unsubscribe",
    "zhichan.rooms.search.actions.synonyms.save_synonym_list",
    "zhichan.rooms.search.actions.synonyms.switch_synonym_list",
    "zhichan.rooms.search.actions.synonyms.delete_synonym_list",
}
# A token without a scope, of somebody who holds every role there is.
NO_SCOPE = Actor(
    "person",
    10**9,
    "无权令牌",
    tuple(Held(role, None, frozenset(range(1, 999))) for role in Role),
    frozenset(),
)


def test_the_actions_were_found() -> None:
    assert "zhichan.core.people.actions.units.create_unit" in ACTIONS
    assert len(ACTIONS) >= 25
    assert set(FUNCTIONS) >= WITHOUT_RIGHT


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_who_and_when_are_given_by_name(name: str) -> None:
    parameters = inspect.signature(ACTIONS[name]).parameters
    hints = typing.get_type_hints(ACTIONS[name])
    for word, kind in (("by", Actor), ("at", datetime)):
        assert parameters[word].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters[word].default is inspect.Parameter.empty
        assert hints[word] is kind


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_every_action_says_what_it_does(name: str) -> None:
    assert (inspect.getdoc(ACTIONS[name]) or "").split("\n")[0].endswith((".", "。"))


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - WITHOUT_RIGHT))
def test_whatever_opens_a_transaction_is_an_action(name: str) -> None:
    """``transaction.atomic`` around a function leaves the function behind it."""
    assert name in ACTIONS or not hasattr(FUNCTIONS[name], "__wrapped__")


@pytest.mark.parametrize("names", portions(set(ACTIONS) - OWN_ONLY), ids=first_of)
def test_without_the_right_an_action_is_refused_and_changes_nothing(names: list[str], office: Any) -> None:
    arguments = {name: _arguments(ACTIONS[name]) for name in names}
    before = everything()
    for name in names:
        for by in (NO_SCOPE,) if name in FOR_EVERYBODY else (ANONYMOUS, NO_SCOPE):
            with pytest.raises((NotFound, NotAllowed)):
                ACTIONS[name](**arguments[name], by=by, at=NOW)
    assert everything() == before, f"one of {names} changed something"


@pytest.mark.parametrize("name", sorted(set(ACTIONS) - NOT_FOR_THE_SYSTEM))
def test_the_arguments_of_that_refusal_are_real(name: str, office: Any, system: Actor) -> None:
    """The same call by the system is not refused for want of a right or of the thing itself."""
    arguments = _arguments(ACTIONS[name])
    with suppress(WrongState, InvalidInput, Conflict):
        ACTIONS[name](**arguments, by=system, at=NOW)


def _arguments(action: Callable[..., Any]) -> dict[str, Any]:
    """A value for every parameter without a default, made from its annotation."""
    hints = typing.get_type_hints(action)
    return {
        name: sample_of(name, hints[name], f"{action.__module__}.{action.__name__}({name})")
        for name, parameter in inspect.signature(action).parameters.items()
        if name not in {"by", "at"} and parameter.default is inspect.Parameter.empty
    }


def sample_of(name: str, kind: Any, where: str) -> Any:
    """An argument: a registered sample, None or nothing where that will do, or a dataclass of such."""
    if name in SAMPLES or kind in SAMPLES:
        return SAMPLES[name if name in SAMPLES else kind]()
    assert kind is not int or not name.endswith("_id"), f"{where}: which row? Add a sample of {name!r}"
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return None if type(None) in inner else sample_of(name, inner[0], where)
    if origin in {tuple, Sequence, Collection}:
        return ()
    if origin in {dict, Mapping}:
        return {}
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        needed = (
            f for f in dataclasses.fields(kind) if f.default is f.default_factory is dataclasses.MISSING
        )
        return kind(**{f.name: sample_of(f.name, hints[f.name], f"{where}.{f.name}") for f in needed})
    raise AssertionError(f"{where}: no sample of {kind}; add one to tests/rights_objects/")
