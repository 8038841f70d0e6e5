"""Every kind of event that an action records has words, found by reading the actions' source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import zhichan
from zhichan.core.audit.words import declare, declared_kinds, words_of
from zhichan.core.matters.models import MatterEvent
from zhichan.core.people.models import MembershipEvent, SignInEntry
from zhichan.core.registers.declaration import all_registers
from zhichan.rooms.plan.models import BudgetEntry, ExtractedItem, FollowUpEvent, ScoreRelease

SOURCE = Path(zhichan.__file__).parent
RECORDING = "zhichan.core.audit.actions"
_REGISTERS = [register.name for register in all_registers()]
# Kinds put together when they are recorded: what stands in the source, and all that can come of it.
PUT_TOGETHER = {
    "f'people.membership.{kind}'": [
        f"people.membership.{kind}" for kind in (*MembershipEvent.Change.values, "withdrawn")
    ],
    "f'matters.matter.{new.kind}'": [f"matters.matter.{kind}" for kind in MatterEvent.Kind.values],
    "f'people.sign_in.{attempt.kind}'": [f"people.sign_in.{kind}" for kind in SignInEntry.Kind.values],
    "f'plan.item.{state.value}'": [
        f"plan.item.{state}" for state in ExtractedItem.State.values if state != "waiting"
    ],
    "f'plan.follow_up.{kind}'": [f"plan.follow_up.{kind}" for kind in FollowUpEvent.Kind.values],
    "f'plan.budget.{entry.kind}'": [f"plan.budget.{kind}" for kind in BudgetEntry.Kind.values],
    "f'plan.score.{kind}'": [f"plan.score.{kind}" for kind in ScoreRelease.Kind.values],
    "f'reports.report.block_{reason.value}'": [
        f"reports.report.block_{reason}" for reason in ("added", "removed", "moved")
    ],
    **{
        f"f'{{kind.event}}.{what}'": [f"plan.task.{what}", f"plan.indicator.{what}"]
        for what in ("linked", "unlinked", "declined", "decline_withdrawn")
    },
    **{
        f"f'{{register.name}}.{what}'": [f"{name}.{what}" for name in _REGISTERS]
        for what in ("recorded", "changed", "ended", "resumed", "event_withdrawn")
    },
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module:
    """One file that records events."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.functions = [node for node in ast.walk(self.tree) if isinstance(node, Function)]
        self.recording = {
            alias.asname or alias.name
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom) and node.module == RECORDING
            for alias in node.names
            if alias.name in {"record", "Entry"}
        }

    def kinds(self) -> Iterator[str]:
        for call, function in self._calls(self.recording):
            yield from self._read(_argument(call, 0, "kind"), function)

    def _calls(self, names: set[str]) -> Iterator[tuple[ast.Call, Function]]:
        for function in self.functions:
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _name_of(node.func) in names:
                    yield node, function

    def _read(self, node: ast.expr | None, function: Function) -> Iterator[str]:
        """The kinds an expression can be; a put-together one as it stands in the source."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield ast.unparse(node)
        elif isinstance(node, ast.IfExp):
            yield from self._read(node.body, function)
            yield from self._read(node.orelse, function)
        elif isinstance(node, ast.Name):
            yield from self._read_name(node.id, function)
        else:
            raise AssertionError(f"{self.path}: write the kind of the event so that it can be read")

    def _read_name(self, name: str, function: Function) -> Iterator[str]:
        given = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and any(_name_of(target) == name for target in node.targets)
        ]
        for value in given:
            yield from self._read(value, function)
        parameters = [argument.arg for argument in function.args.args if argument.arg != "self"]
        if name in parameters:
            for call, caller in self._calls({function.name}):
                yield from self._read(_argument(call, parameters.index(name), name), caller)
        elif not given:
            raise AssertionError(f"{self.path}: where does {name} come from?")


def _name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    by_name = [keyword.value for keyword in call.keywords if keyword.arg == name]
    return by_name[0] if by_name else call.args[place] if place < len(call.args) else None


def recorded_kinds() -> dict[str, Path]:
    """Every kind the product can record, with the file that does."""
    found: dict[str, Path] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if RECORDING not in path.read_text(encoding="utf-8"):
            continue
        for kind in Module(path).kinds():
            for whole in PUT_TOGETHER[kind] if kind.startswith("f'") else [kind]:
                found[whole] = path.relative_to(SOURCE)
    return found


def test_every_event_that_is_recorded_has_words_and_no_words_are_for_none() -> None:
    recorded = recorded_kinds()
    declared = set(declared_kinds())
    without = {kind: str(path) for kind, path in recorded.items() if kind not in declared}
    assert not without, "declare these in audit_words.py of their app"
    assert declared - set(recorded) == set()
    assert len(recorded) > 90


def test_the_words_stand_in_the_app_whose_actions_record_the_event() -> None:
    for kind, path in recorded_kinds().items():
        place = SOURCE / path.parts[0] / path.parts[1] / "audit_words.py"
        if kind.partition(".")[0] == path.parts[1]:
            assert f'"{kind}"' in place.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_words_are_the_readers_own_and_say_more_than_the_code(language: str) -> None:
    with translation.override(language):
        words = {kind: words_of(kind) for kind in declared_kinds()}
    assert all(words.values())
    chinese = {kind for kind, label in words.items() if re.search("[\u4e00-\u9fff]", label)}
    assert chinese == (set() if language == "en" else set(words))


def test_what_nobody_declared_has_no_words_and_nothing_is_declared_twice() -> None:
    assert words_of("demo.matter.moved") == ""
    with pytest.raises(ValueError, match=r"plan\.task\.moved"):
        declare({"plan.task.moved": "变更"})


SAMPLE = """
from zhichan.core.audit.actions import Entry, record, record_batch

def move(task, early):
    kind = "demo.task.begun" if early else "demo.task.moved"
    record(kind, subject=task)
    note("demo.task.noted", task)
    return [Entry(f"demo.task.{task.state}", task)]

def note(kind, task):
    record(kind=kind, subject=task)
"""


def test_the_kinds_are_read_from_the_source_however_they_come_to_the_call(tmp_path: Path) -> None:
    source = tmp_path / "actions.py"
    source.write_text(SAMPLE)
    assert sorted(Module(source).kinds()) == [
        "demo.task.begun",
        "demo.task.moved",
        "demo.task.noted",
        "f'demo.task.{task.state}'",
    ]
    source.write_text(SAMPLE.replace("record(kind, subject", "record(KINDS[early], subject"))
    with pytest.raises(AssertionError, match="so that it can be read"):
        list(Module(source).kinds())
