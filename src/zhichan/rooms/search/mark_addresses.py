"""Where the pages of marks and parties lead to marks like theirs (近似商标入口)."""

from __future__ import annotations

from django.urls import reverse

from zhichan.core.registers.declaration import Register

_PAGES = {"registry.trademark": "search:marks_of_mark", "registry.party": "search:marks_of_party"}


def marks_address(register: Register, pk: int) -> str:
    """Empty for rows of other registers."""
    return reverse(_PAGES[register.name], args=[pk]) if register.name in _PAGES else ""
