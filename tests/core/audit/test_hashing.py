"""The tree and the leaves against RFC 9162's own definition, written a second way."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.audit.hashing import EMPTY_ROOT, canonical_json, instant_text, leaf_hash, merkle_root


def _leaf(text: str) -> str:
    return hashlib.sha256(b"\x00" + text.encode()).hexdigest()


def _root_by_definition(leaves: list[str]) -> bytes:
    """MTH of RFC 9162 §2.1.1, as it is written there: split at the largest power of two below n."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return bytes.fromhex(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = _root_by_definition(leaves[:split]), _root_by_definition(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@given(st.integers(0, 70))
def test_root_follows_the_definition(count: int) -> None:
    leaves = [_leaf(str(n)) for n in range(count)]
    assert merkle_root(leaves) == _root_by_definition(leaves).hex()


def test_root_of_known_leaves_is_the_one_the_rfc_authors_published() -> None:
    # Test vectors of certificate-transparency's reference tree (inputs "", 00, 10, 2021, 3031).
    inputs = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(text)).hexdigest() for text in inputs]
    assert EMPTY_ROOT == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle_root(leaves[:1]) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle_root(leaves) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_a_leaf_is_no_node() -> None:
    pair = [_leaf("a"), _leaf("b")]
    assert merkle_root(pair) != _leaf("".join(pair))
    assert leaf_hash({"a": 1}) == _leaf('{"a":1}')


def test_canonical_json_has_one_text() -> None:
    value = {
        "b": [1, True, None],
        "a": {"单位": "云川区局"},
        "when": date(2026, 1, 2),
        "sum": Decimal("1.50"),
    }
    assert (
        canonical_json(value)
        == '{"a":{"单位":"云川区局"},"b":[1,true,null],"sum":"1.50","when":"2026-01-02"}'
    )
    assert canonical_json({"s": {"b", "a"}, "u": UUID(int=1)}) == (
        '{"s":["a","b"],"u":"00000000-0000-0000-0000-000000000001"}'
    )


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), inner
            )
        ),
    )
)
def test_canonical_json_survives_reading_back(value: object) -> None:
    text = canonical_json(value)
    assert canonical_json(json.loads(text)) == text


@pytest.mark.parametrize("value", [1.5, object(), b"x"])
def test_values_without_an_exact_text_are_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no canonical text"):
        canonical_json({"value": value})


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_text_a_database_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"NUL|surrogates"):
        canonical_json({text: text})


def test_instants_are_utc_and_of_one_length() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert instant_text(datetime(2026, 11, 20, 10, 0, tzinfo=shanghai)) == "2026-11-20T02:00:00.000000Z"
    assert canonical_json([datetime(2026, 1, 1, tzinfo=UTC)]) == '["2026-01-01T00:00:00.000000Z"]'
    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime(2026, 1, 1))  # noqa: DTZ001  the naive instant is the point
