"""Addresses of matters and procedures, the same for every room: ``/matters/…``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhichan.core.matters.pages import (
    advice,
    amending,
    codes,
    copies,
    documents,
    finding,
    linking,
    matter,
    moves,
    office,
    opening,
    papers,
    participants,
    procedures,
    ratings,
    repeating,
    serving,
    statistics,
    team,
)
from zhichan.core.matters.pages.queue import batches, board, calendar
from zhichan.core.matters.pages.queue import views as queue

app_name = "matters"
urlpatterns: list[URLPattern | URLResolver] = []

_PROCEDURE = "procedures/<slug:name>/"
urlpatterns += [
    path("procedures/", procedures.procedures, name="procedures"),
    path(_PROCEDURE, procedures.procedure, name="procedure"),
    path(f"{_PROCEDURE}bpmn/", procedures.bpmn, name="procedure_bpmn"),
    path(f"{_PROCEDURE}statistics/", statistics.statistics, name="procedure_statistics"),
]

urlpatterns += [path("office/", office.office, name="office")]
urlpatterns += [
    path("", queue.queue, name="queue"),
    path("strip/", queue.strip, name="strip"),
    path("list/", queue.matters, name="list"),
    path("<int:pk>/clock/", queue.clock_panel, name="clock_panel"),
    path("calendar/", calendar.subscription, name="calendar"),
    path("calendar/subscribe/", calendar.subscribe, name="calendar_subscribe"),
    path("calendar.ics", calendar.download, name="calendar_file"),
    path("calendar/<str:secret>.ics", calendar.feed, name="calendar_feed"),
    path("batch/hand-over/", batches.hand_over, name="batch_hand_over"),
    path("batch/remind/", batches.remind, name="batch_remind"),
    path("batch/move/", batches.move, name="batch_move"),
    path("board/", board.board, name="board"),
    path("ratings/", ratings.ratings, name="ratings"),
    path("ratings/<int:pk>/", ratings.rating, name="rating"),
]

_ONE = "<int:pk>/"
urlpatterns += [
    path("parties/", finding.parties, name="parties"),
    path("new/<slug:name>/", opening.new, name="new"),
    path("new/<slug:name>/repeats/", repeating.repeats, name="repeats"),
    path(_ONE, matter.matter, name="matter"),
    path(f"{_ONE}record/", matter.record, name="record"),
    path(f"{_ONE}limits/<slug:name>/<int:nth>/", matter.limit, name="limit"),
    path(f"{_ONE}moves/<slug:name>/", moves.take, name="move"),
    path(f"{_ONE}advice/<slug:name>/", advice.advice, name="advice"),
    path(f"{_ONE}notes/", papers.note, name="note"),
    path(f"{_ONE}files/", papers.file_add, name="file_add"),
    path(f"{_ONE}files/<int:file>/", papers.file, name="file"),
    path(f"{_ONE}documents/", documents.document_want, name="document_want"),
    path(f"{_ONE}documents/<int:document>/", documents.document, name="document"),
    path(f"{_ONE}documents/<int:document>/file/", documents.document_file, name="document_file"),
    path(f"{_ONE}documents/<int:document>/void/", documents.document_void, name="document_void"),
    path(f"{_ONE}documents/<int:document>/serve/", serving.document_serve, name="document_serve"),
    path(f"{_ONE}documents/<int:document>/copy/", copies.copy_make, name="copy_make"),
    path(f"{_ONE}documents/<int:document>/copy/approve/", copies.copy_approve, name="copy_approve"),
    path(f"{_ONE}documents/<int:document>/copy/file/", copies.copy_file, name="copy_file"),
    path(f"{_ONE}participants/", participants.add, name="participant_add"),
    path(f"{_ONE}participants/<int:participant>/remove/", participants.remove, name="participant_remove"),
    path(f"{_ONE}participants/<int:participant>/look/", participants.look, name="participant_look"),
    path(f"{_ONE}participants/<int:participant>/code/", codes.code, name="participant_code"),
    path(f"{_ONE}record/<int:seq>/correct/", amending.correct, name="correct"),
    path(f"{_ONE}excluded/", amending.exclude, name="exclude"),
    path(f"{_ONE}excluded/<int:seq>/correct/", amending.exclude_correct, name="exclude_correct"),
    path(f"{_ONE}excluded/<int:seq>/end/", amending.exclude_end, name="exclude_end"),
    path(f"{_ONE}team/", team.assigning, name="assign"),
    path(f"{_ONE}team/recuse/", team.recusing, name="recuse"),
    path(f"{_ONE}team/hand-over/", team.handing_over, name="hand_over"),
    path(f"{_ONE}shares/", team.sharing, name="share"),
    path(f"{_ONE}shares/<int:unit>/end/", team.sharing_end, name="share_end"),
    path(f"{_ONE}relate/", linking.relate, name="relate"),
    path(f"{_ONE}merge/", linking.merge, name="merge"),
    path(f"{_ONE}join/<int:other>/", repeating.join, name="join"),
    path(f"{_ONE}part/", repeating.part, name="part"),
    path(f"{_ONE}split/", linking.split, name="split"),
    path(f"{_ONE}continue/", linking.roads, name="continue"),
    path(f"{_ONE}continue/<slug:name>/", linking.road, name="continue_as"),
]
