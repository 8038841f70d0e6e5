"""The addresses of rows, without asking the address book hundreds of times for one list."""

from __future__ import annotations

from functools import cache

from django.urls import reverse


@cache
def _pattern(name: str) -> str:
    return reverse("registers:row", args=[*name.split("."), 0])


def row_address(name: str, pk: int) -> str:
    """The page of a row of the register of that name (``registry.patent``)."""
    return _pattern(name).replace("/0/", f"/{pk}/")
