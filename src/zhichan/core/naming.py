"""Names that people give to what they keep (名称): how one is written, and that nothing is kept twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhichan.core.errors import Conflict, InvalidInput


def named(typed: str, most: int) -> str:
    """A name as it is kept, on one line with single blanks.

    Raises InvalidInput for none, for one of more than ``most`` characters, and for characters nobody sees.
    """
    name = " ".join(typed.split())
    if not name or len(name) > most or not name.isprintable():
        raise InvalidInput(_("请写名称，最多 %(most)d 个字。") % {"most": most}, field="name")
    return name


@contextmanager
def kept_once(refusal: str, **details: Any) -> Iterator[None]:
    """A transaction in which what may stand only once is written.

    Raises Conflict with these words where it stands already; nothing is kept then.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Conflict(refusal, **details) from error
