"""Numbers of patents as somebody asks for them (检索用号码): of which field, and what is wrong with them.

An application number and the number of a document of before 2003 may look alike: 85100001 is read as an
application, CN85100001A as a document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.rooms.registry.identifiers import patent_applications, patent_publications
from zhichan.rooms.registry.identifiers.folding import folded
from zhichan.rooms.registry.identifiers.kind_codes import CODES
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused, Reason
from zhichan.rooms.registry.identifiers.wording import refusal_message

APPLICATION, DOCUMENT, EITHER = "number", "documents", ""
_looks_like_application = re.compile(r"(?:CN|ZL)?[0-9]{8}", re.IGNORECASE).match
_looks_like_document = re.compile(r"(?:CN)?[0-9]{7,9}(?:[A-Z][0-9]?)?").fullmatch
_document_alone = re.compile(
    r"(?:CN)?(?:[0-9]{7}|[0-9]{9})(?:[A-Z][0-9]?)?|(?:CN)?[0-9]{8}[A-Z][0-9]?"
).fullmatch
_other_office = re.compile(r"(?!CN|ZL)(?:[A-Z]{2}|PCT/?[A-Z]{2})[0-9A-Z./-]*[0-9]{4}[0-9A-Z./-]*").fullmatch
_other_number = re.compile(r"(?!CN|ZL)(?:PCT/?)?[A-Z]{2}[0-9A-Z./-]*[0-9][0-9A-Z./-]*").fullmatch
_begins_number = re.compile(
    r"C|CN(?:[0-9]+(?:[A-Z][0-9]?)?)?|(?!CN|ZL)(?:PCT/?)?[A-Z]{1,2}(?:[0-9][0-9A-Z./-]*)?|PCT?/?"
).fullmatch
_begins_document = re.compile(r"(?:CN)?1[0-9]+\*").fullmatch
_of_treaty = re.compile(r"WO/?[0-9]{2,4}/?[0-9]{5,6}(?:[A-Z][0-9]?)?").fullmatch
_digits = re.compile(r"[0-9]{12}|[0-9]{8}").search


@dataclass(frozen=True)
class AskedNumber:
    """``field``: that of the collection of patents, empty where it may be either.

    ``value``: as it is compared; ``problem``: what is wrong, empty for nothing; ``fix``: what was likely
    meant; ``whole``: of a document without its letter, the documents it may be.
    """

    field: str
    value: str
    problem: str = ""
    fix: str = ""
    whole: tuple[str, ...] = ()


def application_problem(text: str) -> str:
    """What is wrong with an application number somebody asks for, or with that of a document which stands
    for one: a slip of the pen finds nothing, which would not say so."""
    found = patent_applications.application_key(text)
    if not isinstance(found, IdentifierRefused):
        return ""
    plain = folded(text)
    if _other_number(plain):
        return ""
    if not _looks_like_application(plain) and _looks_like_document(plain):
        return document_problem(text)
    if _document_alone(plain) and not document_problem(text):
        return ""
    return refusal_message(found)


def application_elsewhere(text: str) -> str:
    """The field of documents for a number of one that is asked for as an application's; empty for others.

    A document without an application is kept under its own number, so that this is no mistake for certain.
    """
    plain = folded(text)
    if _begins_document(plain) or _of_treaty(plain):
        return DOCUMENT
    if not _document_alone(plain):
        return ""
    is_refused = isinstance(patent_applications.application_key(text), IdentifierRefused)
    return DOCUMENT if is_refused else ""


def document_elsewhere(text: str) -> str:
    """The field of applications for an international one asked for as a document; empty for others."""
    return APPLICATION if folded(text).startswith("PCT") else ""


def application_beginning(text: str) -> str:
    """How the keys of application numbers begin that are written with this beginning; empty for none."""
    plain = folded(text).removeprefix("ZL").split(".")[0]
    return _beginning(plain)


def document_beginning(text: str) -> str:
    """How the keys of documents begin that are written with this beginning; empty for none."""
    return _beginning(folded(text))


def _beginning(plain: str) -> str:
    if plain[:1].isdigit():
        plain = f"CN{plain}"
    return plain if _begins_number(plain) else ""


def document_variants(key: str) -> tuple[str, ...]:
    """Of a document without its letter all the documents it may be, itself first; of another itself."""
    try:
        read = patent_publications.parse(key)
    except IdentifierRefused:
        return (key,)
    return (key,) if read.kind else (key, *(f"{key}{kind}" for kind in sorted(CODES[read.right])))


def application_fix(text: str) -> str:
    """The number with the check character that belongs to its digits, where that alone is wrong."""
    found = patent_applications.application_key(text)
    if not isinstance(found, IdentifierRefused) or found.reason is not Reason.CHECK:
        return ""
    digits = _digits(folded(text))
    return f"{digits[0]}.{found.expected}" if digits and found.expected else ""


def document_problem(text: str) -> str:
    """What is wrong with the number of a document somebody asks for; those of other offices are not read."""
    if _other_number(folded(text)):
        return ""
    try:
        patent_publications.parse(text)
    except IdentifierRefused as refusal:
        if _application_meant(text):
            return _("“%(text)s”是申请号，不是公开（公告）号") % {"text": text.strip()[:60]}
        return refusal_message(refusal)
    return ""


def document_fix(text: str) -> str:
    """Of an application number that is asked for as a document's how it is asked for."""
    number = _application_meant(text)
    return f"AN={number}" if number and document_problem(text) else ""


def _application_meant(text: str) -> str:
    """The application number this is, with the right check character; empty for none."""
    found = patent_applications.application_key(text)
    return application_fix(text) if isinstance(found, IdentifierRefused) else text.strip()


def read_number(text: str) -> AskedNumber:
    """One number in any spelling. What is no number is told as an application number that is none."""
    plain = folded(text)
    if _document_alone(plain):
        return _document(text)
    if _other_office(plain):
        return AskedNumber(EITHER, plain)
    found = patent_applications.application_key(text)
    if not isinstance(found, IdentifierRefused):
        return AskedNumber(APPLICATION, found[0])
    if len(plain.removeprefix("CN")) == 8 and not document_problem(text):
        return _document(text)
    return AskedNumber(APPLICATION, "", refusal_message(found), application_fix(text))


def _document(text: str) -> AskedNumber:
    try:
        read = patent_publications.parse(text)
    except IdentifierRefused as refusal:
        return AskedNumber(DOCUMENT, "", refusal_message(refusal))
    kinds = () if read.kind else sorted(CODES[read.right])
    return AskedNumber(DOCUMENT, read.key, whole=tuple(f"{read.key}{kind}" for kind in kinds))


def application_shared(*numbers: str) -> str:
    """What documents of one application have in common: the first of the numbers that proves it says so.

    A number of nine digits is that of every stage of its application since April 2010, but for the grants C,
    Y and D of before; one of 1985-1988 is the application number. Empty where no number proves anything.
    """
    for number in filter(None, numbers):
        try:
            read = patent_publications.parse(number)
        except IdentifierRefused:
            continue
        if read.is_of_application:
            return read.number_key
    return ""


def cited_as(text: str) -> str:
    """What somebody who names a document has named: the number that all documents of its application have,
    else its own, or that of an application. Empty for words that are no number of anything."""
    plain = folded(text)
    if _other_office(plain):
        return plain
    try:
        read = patent_publications.parse(text)
    except IdentifierRefused:
        found = patent_applications.application_key(text)
        return "" if isinstance(found, IdentifierRefused) else found[0]
    return read.number_key if read.is_of_application else read.key


def documents_of(cited: str) -> tuple[str, ...]:
    """All documents that ``cited_as`` gives this for."""
    return tuple(one for one in document_variants(cited) if cited_as(one) == cited)


def _problem(found: patent_applications.ApplicationKey | IdentifierRefused) -> str:
    return refusal_message(found) if isinstance(found, IdentifierRefused) else ""
