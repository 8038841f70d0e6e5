"""Addresses of the system room (系统), below ``system/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from zhichan.core.audit.pages import views as audit
from zhichan.core.people.converters import DayConverter
from zhichan.core.people.pages import calendar, collectives, people, posts, rights, room, sign_ins, units

register_converter(DayConverter, "day")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", room.system, name="system"),
    path("units/", units.units, name="system_units"),
    path("units/add/", units.unit_add, name="system_unit_add"),
    path("units/<int:pk>/", units.unit, name="system_unit"),
    path("units/<int:pk>/rename/", units.unit_rename, name="system_unit_rename"),
    path("units/<int:pk>/alias/", units.unit_alias, name="system_unit_alias"),
    path("units/<int:pk>/move/", units.unit_move, name="system_unit_move"),
    path("units/<int:pk>/abolish/", units.unit_abolish, name="system_unit_abolish"),
    path("collectives/", collectives.collectives, name="system_collectives"),
    path("collectives/add/", collectives.collective_add, name="system_collective_add"),
    path("collectives/<int:pk>/", collectives.collective, name="system_collective"),
    path("collectives/<int:pk>/name/", collectives.collective_name, name="system_collective_name"),
    path("collectives/<int:pk>/members/", collectives.member_change, name="system_member_change"),
    path("membership/<int:pk>/withdraw/", collectives.member_withdraw, name="system_member_withdraw"),
    path("people/", people.people, name="system_people"),
    path("people/add/", people.person_add, name="system_person_add"),
    path("people/<int:pk>/", people.person, name="system_person"),
    path("people/<int:pk>/edit/", people.person_edit, name="system_person_edit"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="system_person_deactivate"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="system_person_reactivate"),
    path("people/<int:pk>/password/", people.person_password, name="system_person_password"),
    path("people/<int:pk>/second-factor/", people.person_factor, name="system_person_factor"),
    path("people/<int:pk>/identity/", people.person_identity, name="system_person_identity"),
    path(
        "people/<int:pk>/identity/remove/",
        people.person_identity_remove,
        name="system_person_identity_remove",
    ),
    path("people/<int:pk>/posts/", posts.post_grant, name="system_post_grant"),
    path("posts/<int:pk>/end/", posts.post_end, name="system_post_end"),
    path("sign-ins/", sign_ins.sign_ins, name="system_sign_ins"),
    path("audit/", audit.events, name="system_audit"),
    path("audit/verify/", audit.verify, name="system_audit_verify"),
    path("calendar/", calendar.calendar, name="system_calendar"),
    path("calendar/<day:day>/", calendar.calendar_day_set, name="system_calendar_day"),
    path("templates/", include("zhichan.core.matters.template_urls")),
    path("rules/", include("zhichan.core.rules.urls")),
    path("rights/", rights.rights, name="system_rights"),
    path("api/", rights.api_list, name="system_api"),
]
