"""Several values in one cell (一格多值): which marks part them, by layout or by what the field holds."""

from __future__ import annotations

import re
from collections.abc import Callable

Splitter = Callable[[str], tuple[str, ...]]

_AGENCY = re.compile(r"(.*\S)\s+(\d{5})")
_CHINESE = re.compile(r"[㐀-鿿]")


def parted_by(separator: str) -> Splitter:
    """Parts at exactly this mark; blanks around are trimmed, empty parts dropped."""

    def split(text: str) -> tuple[str, ...]:
        if separator not in text:
            return (text,)
        return tuple([part for part in map(str.strip, text.split(separator)) if part])

    return split


def split_firms(text: str) -> tuple[str, ...]:
    """Organisations; commas and the enumeration mark belong to names. Written out, as a million cells
    pass here: a text of letters alone, the usual case, is answered at once."""
    if text.isalnum():
        return (text,)
    if "；" in text:
        text = text.replace("；", ";")
    if "|" in text:
        text = text.replace("|", ";")
    if "\n" in text:
        text = text.replace("\n", ";")
    if "//" in text and "://" not in text:
        text = text.replace("//", ";")
    if ";" not in text:
        return (text,)
    return tuple([part for part in map(str.strip, text.split(";")) if part])


def split_people(text: str) -> tuple[str, ...]:
    """People; a comma parts Chinese names, but stands inside foreign ones (``Smith, John``)."""
    if text.isalnum():
        return (text,)
    if "、" in text:
        text = text.replace("、", ";")
    if ";" not in text and ("," in text or "，" in text) and _CHINESE.search(text):
        text = text.replace("，", ",").replace(",", ";")
    return split_firms(text)


def split_codes(text: str) -> tuple[str, ...]:
    """Classifications and numbers, parted by any of the usual marks."""
    return split_firms(text.replace("、", ";").replace("，", ";").replace(",", ";"))


def agency_apart(text: str) -> tuple[str, str]:
    """``某某代理有限公司 32243`` is the name of an agency and its code; the code may be missing."""
    parts = _AGENCY.fullmatch(text)
    return (parts[1], parts[2]) if parts else (text, "")


BY_FIELD: dict[str, Splitter] = {
    "inventors": split_people,
    "agents": split_people,
    "applicants": split_firms,
    "holders": split_firms,
    "applicants_standardised": split_firms,
    "co_holders": split_firms,
    "copyright_owners": split_firms,
    "right_holders": split_firms,
    "authors": split_people,
    "former_names": split_firms,
    "other_names": split_firms,
    "goods": split_firms,
}
_CODE_FIELDS = (
    *("ipc", "cpc", "locarno", "other_classes", "classes", "similar_groups", "family_members", "citations"),
    *("cited_by", "keywords", "family_countries", "designated_states", "applicant_countries"),
)
BY_FIELD.update(dict.fromkeys(_CODE_FIELDS, split_codes))


def splitter_for(field: str) -> Splitter:
    return BY_FIELD.get(field, split_firms)
