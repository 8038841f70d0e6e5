"""The addresses of the search room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.search.pages import (
    columns,
    exports,
    navigation,
    navigation_report,
    searching,
    theme_changes,
    themes,
    values,
)

app_name = "search"
urlpatterns = [
    path("", searching.searching, name="home"),
    path("columns/", columns.choose, name="columns"),
    path("facet/", values.facet, name="facet"),
    path("years/", values.years, name="years"),
    path("themes/", themes.themes, name="themes"),
    path("themes/new/", theme_changes.new, name="theme_new"),
    path("themes/<int:pk>/", themes.theme, name="theme"),
    path("themes/<int:pk>/high-value/", themes.high_value, name="theme_high_value"),
    path("themes/<int:pk>/versions/<int:number>/", themes.difference, name="theme_difference"),
    path("themes/<int:pk>/refresh/", theme_changes.refresh, name="theme_refresh"),
    path("themes/<int:pk>/line/", theme_changes.line, name="theme_line"),
    path("themes/<int:pk>/add/", theme_changes.add, name="theme_add"),
    path("themes/<int:pk>/remove/", theme_changes.pick, {"change": "remove"}, name="theme_remove"),
    path("themes/<int:pk>/back/", theme_changes.pick, {"change": "back"}, name="theme_back"),
    path("themes/<int:pk>/rename/", theme_changes.rename, name="theme_rename"),
    path("themes/<int:pk>/share/", theme_changes.share, name="theme_share"),
    path("themes/<int:pk>/share/<int:share>/end/", theme_changes.unshare, name="theme_unshare"),
    path("projects/", navigation.projects, name="projects"),
    path("projects/new/", navigation.new, name="project_new"),
    path("projects/<int:pk>/", navigation.project, name="project"),
    path("projects/<int:pk>/data/", navigation.data_set, name="project_data"),
    path("projects/<int:pk>/step/", navigation.step, name="project_step"),
    path("projects/<int:pk>/member/", navigation.member, name="project_member"),
    path("projects/<int:pk>/finding/", navigation.finding, name="project_finding"),
    path("projects/<int:pk>/close/", navigation.close, name="project_close"),
    path("projects/<int:pk>/report/", navigation_report.report, name="project_report"),
    path("projects/<int:pk>/report/docx/", navigation_report.docx, name="project_docx"),
    path("projects/<int:pk>/report/remove/", navigation_report.remove, name="project_remove"),
    path("projects/<int:pk>/report/<slug:key>/", navigation_report.recompute, name="project_recompute"),
    path("findings/<int:pk>/decision/", navigation.decision, name="finding_decision"),
    path("findings/<int:pk>/follow-up/", navigation.follow_up, name="finding_follow_up"),
    path("findings/<int:pk>/remark/", navigation.remark, name="finding_remark"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.order, name="export_order"),
    path("exports/<int:pk>/file/", exports.file, name="export_file"),
    path("exports/<int:pk>/delete/", exports.delete, name="export_delete"),
]
