"""By what leads and cases are found to be about the same thing (查重).

Who is accused, by name as the registry compares names or by code; where it happened; in which shop; which
right. What is said of many places alike tells nothing.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, urlsplit

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.likeness import compared
from zhichan.core.matters.procedure import Alike
from zhichan.rooms.registry.face import party_key, right_number_key

SHORTEST_PLACE, SHORTEST_SHOP, SHORTEST_CODE = 6, 3, 6
_PRESENTED = frozenset({"spm", "scm", "from", "source", "ref", "share", "share_token", "_t", "t", "ts"})
_TRACKING = "utm_"
_ADDRESS = re.compile(r"^(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[:/?#].*)?$", re.IGNORECASE)
_FRONT = re.compile(r"^(?:www|m|mobile)\.")


def _plain(text: str) -> str:
    """Letters, digits and characters alone, in one width and case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


@compared("party_name")
def party_name(text: str) -> str:
    return party_key(text) if len(_plain(text)) > 1 else ""


@compared("party_code")
def party_code(text: str) -> str:
    plain = _plain(text).upper()
    return plain if len(plain) >= SHORTEST_CODE else ""


@compared("place")
def place(text: str) -> str:
    """An address to the number of the house; a town or a market alone is too much."""
    plain = _plain(text)
    return plain if len(plain) >= SHORTEST_PLACE else ""


@compared("shop")
def shop(text: str) -> str:
    """A shop by its name, or an address on the net without what only tells how somebody came there."""
    text = unicodedata.normalize("NFKC", text).strip()
    if _ADDRESS.match(text):
        return _address(text)
    plain = _plain(text)
    return plain if len(plain) >= SHORTEST_SHOP else ""


def _address(text: str) -> str:
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host = _FRONT.sub("", parts.hostname or "")
        kept = sorted(
            (name, value)
            for name, value in parse_qsl(parts.query)
            if name.casefold() not in _PRESENTED and not name.casefold().startswith(_TRACKING)
        )
    except ValueError:
        return _plain(text)
    path = parts.path.rstrip("/")
    if not path and not kept and host.count(".") == 1:
        return ""  # a whole platform
    return host + path + "".join(f"&{name}={value}" for name, value in kept)


@compared("right_number")
def right_number(text: str) -> str:
    return right_number_key(text)


def of_party(seat: str = "party") -> tuple[Alike, ...]:
    """Who is accused sits in this seat."""
    return (
        Alike("party_code", _("当事人代码相同"), seat=seat, of="identifier"),
        Alike("party_name", _("当事人名称相同"), seat=seat),
    )


PLACE = Alike("place", _("地点相同"), field="place")
SHOP = Alike("shop", _("店铺或网址相同"), field="shop")
RIGHT_NUMBER = Alike("right_number", _("权利号相同"), field="right_number")
