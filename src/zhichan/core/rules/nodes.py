"""Reading YAML with the line of everything, so that a fault can be told as file, line and reason.

Every plain value is read as the text that was written: what it means is said by who reads it, not by YAML's
guesses (``no`` stays "no", a day its text). Faults are gathered, not raised: the file is read to its end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import yaml

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Fault(NamedTuple):
    line: int
    reason: str


class Node:
    """One place of a file. Asking it for what is not there notes a fault and gives something empty."""

    def __init__(self, node: yaml.Node | None, faults: list[Fault], line: int = 1) -> None:
        self._node, self._faults = node, faults
        self.line = node.start_mark.line + 1 if node is not None else line

    def fault(self, reason: str) -> None:
        self._faults.append(Fault(self.line, reason))

    @property
    def is_null(self) -> bool:
        """Whether ``null`` is written."""
        return isinstance(self._node, yaml.ScalarNode) and self._node.tag.endswith(":null")

    @property
    def is_missing(self) -> bool:
        return self._node is None

    @property
    def is_mapping(self) -> bool:
        return isinstance(self._node, yaml.MappingNode)

    def fields(self, known: Collection[str], needed: Collection[str] = ()) -> dict[str, Node]:
        """The fields by name. Faults: no mapping, a name that is not known, one that is missing."""
        found = dict(self.items())
        for name, node in found.items():
            if name not in known:
                node.fault(f"没有“{name}”这一项；可以写 {'、'.join(known)}")
        for name in needed:
            if name not in found:
                self.fault(f"缺少 {name}")
        return {name: found.get(name, Node(None, self._faults, self.line)) for name in known}

    def items(self) -> Iterator[tuple[str, Node]]:
        """Name and place of each entry. Faults: no mapping, a name that is written twice."""
        if not isinstance(self._node, yaml.MappingNode):
            if self._node is not None:
                self.fault("这里要写成“名: 值”")
            return
        seen: set[str] = set()
        for key, value in self._node.value:
            place = Node(value, self._faults)
            place.line = key.start_mark.line + 1
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if not name or name in seen:
                place.fault(f"“{name}”写了两次" if name else "名要写成一个词")
                continue
            seen.add(name)
            yield name, place

    def each(self) -> Iterator[Node]:
        """The entries of a list. Fault: no list."""
        if isinstance(self._node, yaml.SequenceNode):
            yield from (Node(one, self._faults) for one in self._node.value)
        elif self._node is not None:
            self.fault("这里要写成清单，每项前加“- ”")

    @property
    def text(self) -> str:
        """The text that is written; empty, with a fault, for anything but one value."""
        if isinstance(self._node, yaml.ScalarNode):
            return "" if self.is_null else self._node.value.strip()
        if self._node is not None:
            self.fault("这里要写一个值")
        return ""

    def day(self) -> date | None:
        """A day; None for nothing, and with a fault for what is no day."""
        text = self.text
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.fault(f"“{text[:40]}”不是日期，请写成 2021-07-15 这样")
            return None

    def plain(self) -> object:
        """As JSON would hold it: numbers and yes or no as YAML means them, all else as text."""
        if isinstance(self._node, yaml.MappingNode):
            return {name: node.plain() for name, node in self.items()}
        if isinstance(self._node, yaml.SequenceNode):
            return [node.plain() for node in self.each()]
        if not isinstance(self._node, yaml.ScalarNode) or self.is_null:
            return None
        tag, text = self._node.tag.rpartition(":")[2], self._node.value
        if tag == "int":
            return int(text.replace("_", ""))
        return text == "true" if tag == "bool" and text in {"true", "false"} else text


def read_yaml(path: Path, faults: list[Fault]) -> Node:
    """The root of a file. Faults: not there, not UTF-8, not YAML, empty."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError) as error:
        faults.append(Fault(1, f"读不了：{error}"))
        return Node(None, faults)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.append(Fault(mark.line + 1 if mark else 1, f"不是合格的 YAML：{error.problem or error}"))
        return Node(None, faults)
    except yaml.YAMLError as error:
        faults.append(Fault(1, f"不是合格的 YAML：{error}"))
        return Node(None, faults)
    if root is None:
        faults.append(Fault(1, "文件是空的"))
    return Node(root, faults)
