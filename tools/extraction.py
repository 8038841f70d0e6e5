"""The messages that the product's Python files, templates, status machines and rules give to gettext."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from catalogue import Key

# Which arguments are context, text and plural text.
_CALLS = {
    "_": ("text",),
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
}
_LITERAL = r"""[uUrR]?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_IN_TEMPLATE = re.compile(
    rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)"
)


def messages_in(folder: Path) -> dict[Key, list[str]]:
    """Every message below the folder with the files that use it, in the order of the files."""
    found: dict[Key, list[str]] = {}
    kinds = ("*.py", "*.html", "status/*.toml", "rules/*/parameters.yaml")
    for path in sorted(path for kind in kinds for path in folder.rglob(kind)):
        place = path.relative_to(folder).as_posix()
        if "/migrations/" in place or place.endswith("_wording.toml"):
            continue
        text = path.read_text(encoding="utf-8")
        keys = _READERS[path.suffix](text, place)
        for key in keys:
            places = found.setdefault(key, [])
            if place not in places:
                places.append(place)
    return found


def in_python(text: str) -> Iterator[Key]:
    """Calls of gettext functions whose texts are written out; anything else cannot be translated."""
    nodes = list(ast.walk(ast.parse(text)))
    own_names = {
        alias.asname: alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname
    }
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        arguments = _CALLS.get(own_names.get(name, name))
        values = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if arguments and len(values) >= len(arguments):
            yield _key(dict(zip(arguments, values, strict=False)))


def in_template(text: str, place: str) -> Iterator[Key]:
    """Messages of a template, through Django's own reading of its tags."""
    from django.utils.translation.template import templatize

    for name, literals in _IN_TEMPLATE.findall(templatize(text, origin=place)):
        values = [ast.literal_eval(literal) for literal in re.findall(_LITERAL, literals)]
        if values[0]:
            yield _key(dict(zip(_CALLS[name], values, strict=False)))


def in_machine(text: str) -> Iterator[Key]:
    """The labels of a status machine, of states and events alike, all in the context 法律状态."""
    for label in dict.fromkeys(_LABEL.findall(text)):
        yield Key("法律状态", label)


def in_rules(text: str) -> Iterator[Key]:
    """Labels, notes and values in words of a rule set's parameters. Titles of instruments are names."""
    import yaml

    rules = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  builds nothing but text
    values = [(one, value) for one in rules["parameters"].values() for value in one["values"]]
    words = [rules["label"], rules.get("note", "")]
    words += [one["label"] for one in rules["parameters"].values()]
    words += [value["value"] for one, value in values if one["unit"] == "text"]
    words += [value.get("note", "") for _one, value in values]
    yield from (Key("", word) for word in dict.fromkeys(words) if word)


_LABEL = re.compile(r'\blabel = "([^"\\]+)"')
_READERS: dict[str, Callable[[str, str], Iterator[Key]]] = {
    ".py": lambda text, _place: in_python(text),
    ".html": in_template,
    ".toml": lambda text, _place: in_machine(text),
    ".yaml": lambda text, _place: in_rules(text),
}


def _key(values: dict[str, str]) -> Key:
    return Key(values.get("context", ""), values["text"], values.get("plural", ""))
