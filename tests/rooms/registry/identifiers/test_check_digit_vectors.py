"""Every vector of the shared list of check characters, right and wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rooms.registry.identifiers import second_way
from tests.rooms.registry.identifiers.real_files import rows_of
from zhichan.rooms.registry.identifiers import organisations, patent_applications, persons
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused

READERS = {
    "cn_app": patent_applications.parse,
    "cn_app_old": patent_applications.parse,
    "uscc": organisations.parse,
    "org_code": organisations.parse_organisation,
    "ric": persons.check_number,
}
SECOND = {
    "cn_app": lambda value: second_way.application_check(value.replace(".", "")[:-1]),
    "cn_app_old": lambda value: second_way.application_check(value.replace(".", "")[:-1]),
    "uscc": lambda value: second_way.social_credit_check(value[:17]),
    "org_code": lambda value: second_way.organisation_check(value[:8]),
    "ric": lambda value: second_way.resident_check(value[:17]),
}


def vectors(shared: Path) -> list[dict[str, str]]:
    return list(rows_of(shared / "domain" / "data" / "check_digit_vectors.csv"))


def computed(row: dict[str, str]) -> str:
    """The check character the list gives; the body's own for organisation codes, which it writes apart."""
    return row["value"][-1] if row["kind"] == "org_code" else row["computed_check"]


def test_the_list_has_every_kind(shared):
    assert {row["kind"] for row in vectors(shared)} == set(READERS)


def test_every_vector_is_judged_as_the_list_says(shared):
    rows = vectors(shared)
    assert len(rows) >= 19
    for row in rows:
        if row["valid"] == "true":
            READERS[row["kind"]](row["value"])
            continue
        with pytest.raises(IdentifierRefused) as caught:
            READERS[row["kind"]](row["value"])
        assert caught.value.expected == row["computed_check"]


def test_every_vector_is_computed_alike_the_second_way(shared):
    for row in vectors(shared):
        assert SECOND[row["kind"]](row["value"]) == row["computed_check"]
