"""Objects of the search room: a themed database shared with one unit, to be changed."""

from __future__ import annotations

import itertools

from tests.conftest import NOW
from tests.rights_objects import Call, page_object, sample
from tests.rights_objects.core import shared_unit
from zhichan.core.access.actor import system_actor
from zhichan.core.people.models import Unit
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.search.actions.shares import NewShare, share_theme
from zhichan.rooms.search.actions.themes import Curation, NewTheme, change_theme_query, make_theme
from zhichan.rooms.search.models import Theme, ThemeEdit, ThemeShare

_number = itertools.count(1)


def theme_of(unit: Unit) -> Theme:
    bring_up_to_date(wait=True)
    by = system_actor("test")
    theme = make_theme(NewTheme(f"样例专题{next(_number)}", "TI=焊接"), by=by, at=NOW).theme
    share_theme(theme.pk, NewShare(unit=unit.pk), ThemeShare.Access.EDIT, by=by, at=NOW)
    return theme


def known_to_all() -> Theme:
    """One that every unit may change and only its keeper may share."""
    first, *others = Unit.objects.order_by("pk")
    theme = theme_of(first)
    for one in others:
        share_theme(theme.pk, NewShare(unit=one.pk), ThemeShare.Access.EDIT, by=system_actor("test"), at=NOW)
    return theme


for _name in ("theme", "theme_high_value", "theme_line", "theme_add"):
    page_object(f"search:{_name}")(lambda unit: Call({"pk": theme_of(unit).pk}))

for _name in ("theme_rename", "theme_share"):
    page_object(f"search:{_name}")(lambda unit: Call({"pk": known_to_all().pk}))

page_object("search:theme_export")(lambda unit: Call({"pk": theme_of(unit).pk}, "post", {"kind": "xlsx"}))

for _name in ("theme_refresh", "theme_remove", "theme_back"):
    page_object(f"search:{_name}")(
        lambda unit: Call({"pk": theme_of(unit).pk}, "post", {"version": 1, "pick": 1, "reason": "样例"})
    )


@page_object("search:theme_difference")
def _difference(unit: Unit) -> Call:
    theme = theme_of(unit)
    change_theme_query(theme.pk, 1, "TI=电池", by=system_actor("test"), at=NOW)
    return Call({"pk": theme.pk, "number": 2})


@page_object("search:theme_unshare")
def _unshare(unit: Unit) -> Call:
    theme = known_to_all()
    return Call({"pk": theme.pk, "share": theme.shares.latest("pk").pk}, "post")


sample("theme_id")(lambda: theme_of(shared_unit()).pk)
sample("theme_share_id")(lambda: theme_of(shared_unit()).shares.get().pk)
sample(NewTheme)(lambda: NewTheme(f"样例专题{next(_number)}", "TI=焊接"))
sample(Curation)(lambda: Curation(ThemeEdit.Change.ADD, [1], "样例"))
sample(NewShare)(lambda: NewShare(unit=shared_unit().pk))
sample("access")(lambda: ThemeShare.Access.READ)
