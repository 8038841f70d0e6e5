"""Where the pages of marks and parties lead to marks like theirs (近似商标入口)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from zhichan.core.registers.declaration import Register

_PAGES = {"registry.trademark": "search:marks_of_mark", "registry.party": "search:marks_of_party"}


def marks_address(register: Register, pk: int) -> str:
    """Empty for rows of other registers."""
    return reverse(_PAGES[register.name], args=[pk]) if register.name in _PAGES else ""


def marks_like_address(title: str, nice_class: str, pk: int, beside: int | None = None) -> str:
    """The search for marks like this one in its class, itself left out; with ``beside`` of that one alone."""
    said: dict[str, str | int] = {"q": title, "class": nice_class, "mark": pk}
    if beside is not None:
        said["beside"] = beside
    return f"{reverse('search:marks')}?{urlencode(said)}"
