"""Signs and names as they are compared in a query line (检索式的写法), and the name that was likely meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from django.utils.translation import gettext as _

from zhichan.core.search.analysis.characters import FOLDS
from zhichan.core.search.collection import Collection, SearchField
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.signs import BLANK

_HALF_WIDTH = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("“”„‟「」『』", '"'),
        **dict.fromkeys("【〔［", "["),
        **dict.fromkeys("】〕］", "]"),
        **dict.fromkeys("，、；;", ","),
        "\u3000": " ",
    }
)
#: How much of a name must be as it was typed.
_LIKENESS = 0.5
MOST_LIKELY = 3
_LONGEST_NAME = 40


def half_width(line: str) -> str:
    """Signs in their Western form, one for one: a place in the result is a place in the line."""
    return line.translate(_HALF_WIDTH)


@lru_cache(maxsize=4_096)
def plain_name(text: str) -> str:
    """A name as it is compared: both scripts, both widths, capitals and the blanks of a name are one."""
    return half_width(text).replace(BLANK, " ").strip().translate(FOLDS)


def field_named(name: str, collection: Collection) -> SearchField | tuple[str, ...] | None:
    """The field, or the fields that are asked together under this name; None for nobody's."""
    wanted = plain_name(name)
    for one in collection.fields:
        if wanted in map(plain_name, one.names):
            return one
    for several, fields in collection.several.items():
        if wanted in map(plain_name, (*several.split("|"), *map(_, several.split("|")[1:]))):
            return fields
    return None


def field_said(code: str, collection: Collection) -> str:
    """What is written here for the field of this name, also one of another system; empty for nobody's."""
    found = field_named(code, collection)
    if isinstance(found, SearchField):
        return found.code
    if found is not None:
        return code.upper()
    return next(iter(collection.other_codes.get(code.upper(), ())), "")


def likely_fields(name: str, collection: Collection) -> list[str]:
    """The fields whose names are nearest to this, with their codes."""
    told: dict[str, str] = {}
    for several in collection.several:
        code, _bar, label = several.partition("|")
        told |= dict.fromkeys(map(plain_name, (code, label)), f"{code}（{_(label)}）")
    for one in collection.fields:
        if not one.is_inner:
            told |= dict.fromkeys(map(plain_name, one.names), f"{one.code}（{one.label}）")
    if known := collection.other_codes.get(name.strip().upper()):
        return [told[plain_name(code)] for code in known]
    near = get_close_matches(plain_name(name[:_LONGEST_NAME]), told, n=9, cutoff=_LIKENESS)
    return list(dict.fromkeys(told[one] for one in near))[:MOST_LIKELY]


def all_fields(collection: Collection) -> Iterable[str]:
    """Every field one may choose: its code and its name."""
    for one in collection.fields:
        if not one.is_inner:
            yield f"{one.code} {one.label}"
    for several in collection.several:
        code, _bar, label = several.partition("|")
        yield f"{code} {_(label)}"


def no_field(name: str, collection: Collection, start: int, end: int) -> QueryError:
    """What is told of a name that no field has: those that are likely, or all there are."""
    likely = likely_fields(name, collection)
    hint = _("是不是 %(names)s？") % {"names": _("、").join(likely)}
    if not likely:
        hint = _("可用的字段：%(names)s。") % {"names": _("、").join(all_fields(collection))}
    return QueryError(_("没有字段“%(name)s”。") % {"name": name[:_LONGEST_NAME]}, start, end, hint)
