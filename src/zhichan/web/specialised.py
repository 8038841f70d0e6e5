"""Templates made ready for one language as they are loaded (模板按语言预处理).

What stands fixed in a template — ``{% translate "保存" %}``, ``{% icon "bell" %}``, ``{% url 'home' %}``,
``{% static 'zhichan/zhichan.css' %}`` — is written out once for each language instead of for each page:
a page of the shell holds over a hundred of these, and they cost more than its data.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.template import Origin
from django.template.loaders.cached import Loader as CachedLoader
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape
from django.utils.translation import get_language, gettext

from zhichan.web.templatetags.zhichan import icon

_FIXED = re.compile(r"""\{%\s*(translate|trans|icon|url|static)\s+(?:"([^"'\\{}]*)"|'([^"'\\{}]*)')\s*%\}""")


def _translated(words: str) -> str:
    """As the tag does it: fixed text of a template is not escaped, and a percent sign is only a sign."""
    return gettext(words.replace("%", "%%")).replace("%%", "%")


_WRITE: dict[str, Callable[[str], str]] = {
    "translate": _translated,
    "trans": _translated,
    "icon": icon,
    "url": lambda name: conditional_escape(reverse(name)),
    "static": lambda path: conditional_escape(static(path)),
}


def specialised(source: str) -> str:
    """The source of a template with its fixed tags written out in the active language.

    A tag that cannot be written out now (an address or an icon that is not there) stays as it is and
    fails where it is shown, as ever.
    """
    return _FIXED.sub(_written, source)


def _written(match: re.Match[str]) -> str:
    try:
        text = _WRITE[match[1]](match[2] if match[2] is not None else match[3])
    except (NoReverseMatch, LookupError, ValueError):
        return match[0]
    return match[0] if "{" in text else text


class Loader(CachedLoader):
    """Keeps each template once for each language."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()}:{super().cache_key(template_name, skip)}"

    def get_contents(self, origin: Origin) -> str:
        return specialised(super().get_contents(origin))
