"""Templates made ready for one language as they are loaded (模板按语言预处理).

What stands fixed in a template — ``{% translate "保存" %}``, ``{% icon "bell" %}``, ``{% url 'home' %}``,
``{% static 'zhichan/zhichan.css' %}`` — is written out once for each language instead of for each page:
a page of the shell holds over a hundred of these, and they cost more than its data. Sentences with values in
them (``blocktranslate``) are written out around these.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.template import Origin
from django.template.loaders.cached import Loader as CachedLoader
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape
from django.utils.text import smart_split
from django.utils.translation import get_language, gettext, trim_whitespace

from zhichan.web.templatetags.zhichan import icon

_FIXED = re.compile(r"""\{%\s*(translate|trans|icon|url|static)\s+(?:"([^"'\\{}]*)"|'([^"'\\{}]*)')\s*%\}""")

_SENTENCE = re.compile(r"\{%\s*blocktranslate\s([^%{}]*)%\}((?:[^{]|\{\{)*)\{%\s*endblocktranslate\s*%\}")
_VALUE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_NAMED = re.compile(r"(\w+)=(.+)")


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
    return _FIXED.sub(_written, _SENTENCE.sub(_sentence_written, source))


def _written(match: re.Match[str]) -> str:
    try:
        text = _WRITE[match[1]](match[2] if match[2] is not None else match[3])
    except (NoReverseMatch, LookupError, ValueError):
        return match[0]
    return match[0] if "{" in text else text


def _sentence_written(match: re.Match[str]) -> str:
    """A sentence of one form in this language, its values as variables; one that counts stays a tag."""
    values = _values_said(match[1])
    if values is None:
        return match[0]
    words = _VALUE.sub(r"%(\1)s", match[2].replace("%", "%%"))
    names = _VALUE.findall(match[2])
    try:
        text = gettext(trim_whitespace(words)) % {name: f"\0{name}\0" for name in names}
    except (KeyError, ValueError):
        return match[0]
    if "{" in text:
        return match[0]
    return re.sub("\0(\\w+)\0", lambda name: f"{{{{ {values.get(name[1], name[1])} }}}}", text)


def _values_said(said: str) -> dict[str, str] | None:
    """What ``with n=count|number trimmed`` names; None for what says more than that."""
    values = {}
    for part in smart_split(said.strip()):
        named = _NAMED.fullmatch(part)
        if named:
            values[named[1]] = named[2]
        elif part not in ("with", "trimmed"):
            return None
    return values if "trimmed" in said.split() else None


class Loader(CachedLoader):
    """Keeps each template once for each language."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()}:{super().cache_key(template_name, skip)}"

    def get_contents(self, origin: Origin) -> str:
        return specialised(super().get_contents(origin))
