"""Addresses from a file to a version in force."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.plan.pages.importing import check_page, decisions, force, unit_posts, upload

urlpatterns = [
    path("plans/import/", upload.upload, name="plan_import"),
    path("plans/import/<str:result>/", upload.waiting, name="plan_import_waiting"),
    path("versions/<int:pk>/", check_page.version_home, name="version"),
    path("versions/<int:pk>/check/", check_page.check, name="version_check"),
    path("versions/<int:pk>/check/confirm/", decisions.confirm_batch, name="version_confirm_batch"),
    path("versions/<int:pk>/items/<int:item_pk>/", check_page.item, name="version_item"),
    path("versions/<int:pk>/items/<int:item_pk>/confirm/", decisions.confirm, name="item_confirm"),
    path("versions/<int:pk>/items/<int:item_pk>/correct/", decisions.correct, name="item_correct"),
    path("versions/<int:pk>/items/<int:item_pk>/reject/", decisions.reject, name="item_reject"),
    path("versions/<int:pk>/items/<int:item_pk>/refer/", decisions.refer, name="item_refer"),
    path("versions/<int:pk>/items/<int:item_pk>/settle/", decisions.settle, name="item_settle"),
    path("versions/<int:pk>/items/<int:item_pk>/reopen/", decisions.reopen, name="item_reopen"),
    path("versions/<int:pk>/units/map/", unit_posts.map_name, name="version_map"),
    path("versions/<int:pk>/units/new/", unit_posts.new_unit, name="version_new_unit"),
    path("versions/<int:pk>/units/collective/", unit_posts.new_collective, name="version_collective"),
    path("versions/<int:pk>/units/register/", unit_posts.register_names, name="version_register_names"),
    path("versions/<int:pk>/units/assign/", unit_posts.assign, name="version_assign"),
    path("versions/<int:pk>/force/", force.bring, name="version_force"),
    path("versions/<int:pk>/abandon/", force.abandon, name="version_abandon"),
]
