"""Reading what the API is sent: every text of a body, a form or a query, however deep, is plain text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser

from zhichan.core.errors import InvalidInput
from zhichan.core.plain_text import texts_of, unshown_in


class PlainTextParser(Parser):
    """Ninja's parser; raises InvalidInput, with the field, for a text that ``plain_text`` does not let in."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        sent: dict[str, Any] = super().parse_body(request)
        refuse_unshown(sent)
        return sent

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        refuse_unshown({name: given if len(given) > 1 else given[0] for name, given in data.lists() if given})
        sent: dict[str, Any] = super().parse_querydict(data, list_fields, request)
        return sent


def refuse_unshown(sent: Any) -> None:
    """Raise InvalidInput for the first text that may not be; the way to it names the field."""
    for way, text in texts_of(sent):
        if found := unshown_in(text):
            field = ".".join(_readable(part) for part in way) or _("请求内容")
            message = _("“%(field)s”%(problem)s") % {"field": field, "problem": found.words}
            raise InvalidInput(message, code="unshown_character", field=field, character=found.code)


def _readable(part: str) -> str:
    """A part of the way as it can stand in a message."""
    return "".join(sign if unshown_in(sign) is None else "?" for sign in part)[:60]
