"""Addresses of registers, below the room each belongs to: ``/registry/registers/patent/``."""

from __future__ import annotations

from django.urls import path

from zhichan.core.registers.pages import changes, rows

app_name = "registers"
_BOOK = "<slug:room>/registers/<slug:book>/"
urlpatterns = [
    path(_BOOK, rows.listing, name="list"),
    path(f"{_BOOK}new/", changes.new, name="new"),
    path(f"{_BOOK}<int:pk>/", rows.row, name="row"),
    path(f"{_BOOK}<int:pk>/change/", changes.change, name="change"),
    path(f"{_BOOK}<int:pk>/end/", changes.end, name="end"),
    path(f"{_BOOK}<int:pk>/events/<int:event>/withdraw/", changes.withdraw, name="withdraw"),
    path(f"{_BOOK}<int:pk>/disagreements/<int:disagreement>/", changes.decide, name="decide"),
]
