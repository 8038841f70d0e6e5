"""What a form page does with a refusal: it stands at the field it names where the reader sees that field."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.forms import NON_FIELD_ERRORS
from django.test import RequestFactory

from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, WrongState, ZhichanError
from zhichan.core.people.pages.acting import accepted


class NoteForm(forms.Form):
    note = forms.CharField(label="处理情况")
    version = forms.IntegerField(widget=forms.HiddenInput)


def _sent() -> NoteForm:
    return NoteForm({"note": "已联系", "version": "1"})


def _refused_with(refusal: ZhichanError, form: forms.Form) -> None:
    def act() -> None:
        raise refusal

    assert accepted(RequestFactory().post("/"), form, act) is None


@pytest.mark.parametrize("kind", [InvalidInput, Conflict, WrongState])
@pytest.mark.parametrize(
    ("named", "place"),
    [
        ({"field": "note"}, "note"),
        ({"field": "version"}, NON_FIELD_ERRORS),
        ({"field": "unit"}, NON_FIELD_ERRORS),
        ({"field": 3}, NON_FIELD_ERRORS),
        ({"field": ["note"]}, NON_FIELD_ERRORS),
        ({}, NON_FIELD_ERRORS),
    ],
)
def test_a_refusal_stands_at_the_field_it_names_if_that_is_seen(kind, named, place) -> None:
    form = _sent()
    _refused_with(kind("写得太长。", **named), form)
    assert form.errors == {place: ["写得太长。"]}
    assert form.data["note"] == "已联系"


def test_what_cannot_be_mended_on_the_form_goes_on() -> None:
    form = _sent()
    with pytest.raises(NotAllowed):
        _refused_with(NotAllowed("不能改。", field="note"), form)
    assert not form.errors
