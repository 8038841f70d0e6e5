"""The addresses of the registry room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.registry.pages import (
    column_mapping,
    evidence,
    home,
    imports,
    joins,
    legal_events,
    list_kinds,
    list_placements,
    remembered_mappings,
    saved_statistics,
    statistics,
)

app_name = "registry"
urlpatterns = [
    path("", home.home, name="home"),
    path("patents/<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path("registers/<slug:book>/<int:pk>/legal-events/new/", legal_events.legal_event, name="legal_event"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/rows/", statistics.cell_rows, name="statistics_rows"),
    path("statistics/saved/", saved_statistics.save, name="statistic_save"),
    path("statistics/saved/<int:pk>/delete/", saved_statistics.delete, name="statistic_delete"),
    path("lists/", list_kinds.list_kinds, name="list_kinds"),
    path("lists/put/<slug:book>/", list_placements.placing, name="put_in_list"),
    path("lists/placements/<int:pk>/", list_placements.placement, name="placement"),
    path("lists/placements/<int:pk>/undo/", list_placements.undo, name="placement_undo"),
    path("joins/", joins.questions, name="questions"),
    path("joins/<int:pk>/", joins.question, name="question"),
    path("registers/party/<int:pk>/join/", joins.join, name="join"),
    path("registers/party/<int:pk>/joins/<int:join>/split/", joins.split, name="split"),
    path("imports/", imports.upload, name="import"),
    path("imports/<int:pk>/", imports.batch, name="batch"),
    path("imports/<int:pk>/refusals/", imports.refusals, name="batch_refusals"),
    path("imports/<int:pk>/commit/", imports.commit, name="batch_commit"),
    path("imports/<int:pk>/abandon/", imports.abandon, name="batch_abandon"),
    path("imports/<int:pk>/undo/", imports.undo, name="batch_undo"),
    path("imports/<int:pk>/again/", column_mapping.again, name="batch_again"),
    path("imports/tables/<int:pk>/", column_mapping.mapping, name="mapping"),
    path("imports/tables/<int:pk>/whole/", column_mapping.whole_table, name="mapping_whole"),
    path("imports/tables/<int:pk>/outline/", column_mapping.outline, name="mapping_outline"),
    path("imports/tables/<int:pk>/abandon/", column_mapping.abandon, name="mapping_abandon"),
    path("imports/mappings/", remembered_mappings.mappings, name="mappings"),
    path("imports/mappings/<int:pk>/", remembered_mappings.remembered_mapping, name="remembered_mapping"),
    path("imports/mappings/<int:pk>/forget/", remembered_mappings.forget, name="mapping_forget"),
]
