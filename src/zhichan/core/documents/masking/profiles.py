"""Masking profiles (遮盖规则): what a public copy keeps, as data with its basis and version."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.documents.fields import PERSONAL, FieldType, Whose
from zhichan.core.errors import NotAllowed, NotFound
from zhichan.core.matters.procedure import Mark, Source

SECRET = (Whose.REPORTER, Whose.WITNESS)


class Treatment(StrEnum):
    """What becomes of a value; told in profiles.toml."""

    KEEP = "keep"
    REMOVE = "remove"
    SURNAME = "surname"
    ORGANISATION = "organisation"
    LAST8 = "last8"
    DISTRICT = "district"


class Circumstance(StrEnum):
    """What may bar publication altogether."""

    ALWAYS = "always"
    MINOR = "minor"
    WARNING_ONLY = "warning_only"
    NOT_FINAL = "not_final"


_BARRED: dict[Circumstance, Promise] = {
    Circumstance.ALWAYS: gettext_lazy("这是内部文书，不公开。"),
    Circumstance.MINOR: gettext_lazy("处罚对象是未成年人，不公开。"),
    Circumstance.WARNING_ONLY: gettext_lazy("只给予警告的处罚不公示。"),
    Circumstance.NOT_FINAL: gettext_lazy("决定还没有生效，或者复议、诉讼还没有结束，不能公开。"),
}


@dataclass(frozen=True)
class MaskRule:
    """Fits a value of one of ``types`` (all where empty) that speaks of one of ``whose`` (anybody).

    ``is_person``: where given, whether the one it speaks of must be a natural person or must not be.
    """

    treatment: Treatment
    types: frozenset[FieldType] = frozenset()
    whose: frozenset[Whose] = frozenset()
    is_person: bool | None = None

    def fits(self, kind: FieldType, whose: Whose, is_person: bool) -> bool:
        return (
            (not self.types or kind in self.types)
            and (not self.whose or whose in self.whose)
            and (self.is_person is None or self.is_person is is_person)
        )


@dataclass(frozen=True)
class Profile:
    id: str
    label: str
    version: int
    rules: tuple[MaskRule, ...]
    bars: frozenset[Circumstance]
    basis: tuple[Source, ...]

    def treatment(self, kind: FieldType, whose: Whose, *, is_person: bool) -> Treatment:
        """What no rule names is removed."""
        fitting = (rule.treatment for rule in self.rules if rule.fits(kind, whose, is_person))
        return next(fitting, Treatment.REMOVE)


@cache
def all_profiles() -> tuple[Profile, ...]:
    """In the order of the file. Raises ValueError for a profile that would keep a reporter or a witness."""
    text = files("zhichan.core.documents.masking").joinpath("profiles.toml").read_text(encoding="utf-8")
    return profiles_in(text)


def profiles_in(text: str) -> tuple[Profile, ...]:
    profiles = tuple(_profile(entry) for entry in tomllib.loads(text)["profile"])
    for profile in profiles:
        for kind in PERSONAL:
            for whose in SECRET:
                for is_person in (True, False):
                    if profile.treatment(kind, whose, is_person=is_person) is not Treatment.REMOVE:
                        raise ValueError(f"profiles.toml: {profile.id} 会留下{whose}的 {kind}")
    return profiles


def profile_of(name: str) -> Profile:
    """Raises NotFound for a profile there is not."""
    for profile in all_profiles():
        if profile.id == name:
            return profile
    raise NotFound(_("没有遮盖规则“%(name)s”。") % {"name": name[:40]})


def refuse_publication(profile: Profile, circumstances: frozenset[Circumstance] = frozenset()) -> None:
    """Raises NotAllowed where nothing may be published: internal papers, minors, a bare warning, not final.

    Sources: 市场监督管理行政处罚信息公示规定 第二条; 政府信息公开条例 第十四条至第十六条.
    """
    for bar in sorted(profile.bars & (circumstances | {Circumstance.ALWAYS})):
        raise NotAllowed(str(_BARRED[bar]), code="publication_barred", profile=profile.id, bar=str(bar))


def _profile(entry: Mapping[str, Any]) -> Profile:
    return Profile(
        id=entry["id"],
        label=entry["label"],
        version=entry["version"],
        rules=tuple(_rule(rule) for rule in entry.get("rules", ())),
        bars=frozenset(Circumstance(bar) for bar in entry.get("bars", ())),
        basis=tuple(Source(one["title"], one["article"], Mark(one["mark"])) for one in entry["basis"]),
    )


def _rule(entry: Mapping[str, Any]) -> MaskRule:
    return MaskRule(
        treatment=Treatment(entry["treatment"]),
        types=frozenset(FieldType(one) for one in entry.get("types", ())),
        whose=frozenset(Whose(one) for one in entry.get("whose", ())),
        is_person={None: None, "person": True, "organisation": False}[entry.get("only_if")],
    )
