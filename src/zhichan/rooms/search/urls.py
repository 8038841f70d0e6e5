"""The addresses of the search room."""

from __future__ import annotations

from django.urls import path

from zhichan.rooms.search.pages import mark_applicant, mark_words, marks, searching

app_name = "search"
urlpatterns = [
    path("", searching.searching, name="home"),
    path("marks/", marks.marks, name="marks"),
    path("marks/applicants/<int:pk>/", mark_applicant.mark_applicant, name="mark_applicant"),
    path("marks/words/", mark_words.mark_words, name="mark_words"),
    path("marks/words/<int:pk>/remove/", mark_words.remove_word, name="remove_mark_word"),
]
