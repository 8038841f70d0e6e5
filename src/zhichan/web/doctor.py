"""The shell's part of the health check: icons and static files that templates name are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.upkeep.checks import CheckContext, Remark, check, problem
from zhichan.web.templatetags.zhichan import ICONS

PACKAGE = Path(__file__).resolve().parent.parent
_ICON = re.compile(r"""\{%\s*icon\s+["']([a-z0-9-]+)["']""")
_STATIC = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")


@check("web.assets", gettext_lazy("图标与静态文件"))
def assets_are_there(_context: CheckContext) -> Iterator[Remark]:
    """Set-up fetches what is not ours (icons, htmx, charts); a page without it fails when it is opened."""
    text = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("templates/**/*.html"))
    icons = sorted({f"{name}.svg" for name in _ICON.findall(text) if not (ICONS / f"{name}.svg").is_file()})
    files = sorted({name for name in _STATIC.findall(text) if finders.find(name) is None})
    for name in [*icons, *files]:
        yield problem(_("缺少界面文件 %(name)s，请重新运行 make setup。") % {"name": name})
