"""Parts of a list that are the same for many pages of it, written out once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

MOST_PARTS = 200
_PARTS: OrderedDict[Hashable, str] = OrderedDict()
_LOCK = Lock()


@register.simple_tag(takes_context=True)
def include_once(context: Context, name: str, key: Hashable) -> SafeString:
    """Include a template that shows nothing but what ``key`` tells, and the path of the request:
    ``{% include_once "tables/toolbar.html" table_page.key_of_toolbar %}``.

    The same key in the same language gives the same HTML without rendering it again.
    """
    whole = (name, get_language(), context["request"].path, key)
    with _LOCK:
        part = _PARTS.pop(whole, None)
    if part is None:
        with context.push():
            part = get_template(name).template.render(context)  # type: ignore[attr-defined]
    with _LOCK:
        _PARTS[whole] = part
        if len(_PARTS) > MOST_PARTS:
            _PARTS.popitem(last=False)
    return mark_safe(part)  # noqa: S308  a template escaped it
