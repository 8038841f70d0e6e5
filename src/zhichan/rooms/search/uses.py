"""What a result can be used for (结果的用处): links of the result page, each for who may follow it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.rooms.search.asked import Asked
from zhichan.rooms.search.models import SearchRun
from zhichan.rooms.search.rights import CATALOGUE_KEEP, SEARCH_PATENTS, THEME_KEEP


def uses_of(asked: Asked, run: SearchRun | None, actor: Actor) -> list[tuple[str, str]]:
    """Names and addresses. ``run``: the search in the history. What takes a line alone is not offered where
    values were chosen besides, or where the line is too long for an address."""
    found = []
    if run is not None and may(actor, SEARCH_PATENTS):
        found.append(
            (
                _("与另一组对照"),
                _address("search:compare", a=f"run:{run.number}" if run.number else f"step:{run.pk}"),
            )
        )
    is_whole = bool(asked.line) and not asked.key and not asked.chosen
    if is_whole and may(actor, THEME_KEEP):
        found.append((_("由检索式新建专题库"), _address("search:theme_new", q=asked.line)))
    if is_whole and may(actor, CATALOGUE_KEEP):
        found.append((_("加入关键技术目录"), _address("search:technology_new", q=asked.line)))
    return found


def _address(name: str, **said: str) -> str:
    return f"{reverse(name)}?{urlencode(said)}"
