"""Template tags and the templates of forms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from zhichan.core.tables.text import Blank
from zhichan.web.fields import DayField, UnitInput


def rendered(text: str, **values) -> str:
    return Template(text).render(Context(values))


def test_an_icon_is_inlined_and_hidden_from_readers():
    html = rendered('{% icon "bell" %}')
    assert html.startswith('<i class="i" aria-hidden="true"><svg')
    assert "style" not in html
    assert "class=" not in html[10:]


def test_a_missing_icon_is_an_error_that_says_what_to_run():
    with pytest.raises(LookupError, match=r"tools/assets\.py"):
        rendered("{% icon name %}", name="no-such-icon")


def test_state_has_a_kind_and_a_word():
    assert rendered('{% state "warn" word %}', word="<临期>") == '<span class="st warn">&lt;临期&gt;</span>'
    with pytest.raises(ValueError, match="no such status"):
        rendered('{% state "red" "x" %}')


@pytest.mark.parametrize(
    ("tag", "width", "tick", "label"),
    [
        ("{% bar 58 75 'bad' %}", "58", "M75 0V8", "完成 58%，时间进度 75%"),
        ("{% bar 58 %}", "58", "", "完成 58%"),
        ("{% bar 130 -5 %}", "100", "M0 0V8", "完成 130%，时间进度 -5%"),
        ("{% bar half %}", "12.5", "", "完成 12.5%"),
        ("{% bar 1 2 'warn' '<x>' %}", "1", "M2 0V8", "&lt;x&gt;"),
    ],
)
def test_bar_has_a_width_a_tick_and_a_sentence(tag, width, tick, label):
    html = rendered(tag, half=Decimal("12.50"))
    assert f'width="{width}"' in html or f'width="{width}0"' in html
    assert (f'd="{tick}"' in html) == bool(tick)
    assert f'aria-label="{label}"' in html


def test_filters_write_values_as_everywhere():
    assert (
        rendered(
            "{{ n|number }} {{ d|day }} {{ t|moment }} {{ s|file_size }} "
            "{{ none|known }} {{ b|number }} {{ e|known }}",
            n=12654,
            d=date(2024, 9, 30),
            t=datetime(2024, 9, 30, 2, tzinfo=UTC),
            s=1500,
            none=None,
            b=Blank.WITHHELD,
            e="",
        )
        == "12,654 2024-09-30 2024-09-30 10:00 1.5 kB — 不公开 —"
    )


def test_address_with_changes_some_parameters():
    request = RequestFactory().get("/x/?a=1&b=2&b=3")
    html = rendered("{% address_with a='' b='4' c='甲' as url %}{{ url|safe }}", request=request)
    assert html == "?b=4&c=%E7%94%B2"


class SampleForm(forms.Form):
    name = forms.CharField(label="名称", help_text="与<文件>一致", max_length=5)
    amount = forms.DecimalField(label="金额", widget=UnitInput("万元"), required=False)
    due = DayField(label="时限", initial=date(2024, 9, 30), widget=None)
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲")], widget=forms.RadioSelect)
    remember = forms.BooleanField(label="记住", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_has_label_hint_control_and_unit():
    html = str(SampleForm())
    assert '<label for="id_name">名称</label>' in html
    assert '<span class="hint" id="id_name_helptext">与&lt;文件&gt;一致</span>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'class="in"' in html
    assert '<span class="muted xs">（选填）</span>' in html
    assert "<span>万元</span></div>" in html
    assert 'type="date"' in html
    assert 'value="2024-09-30"' in html
    assert '<legend class="lab">类别</legend>' in html
    assert html.index('name="secret"') < html.index('name="name"')
    assert "对话" not in html
    assert "data-focus" not in html


def test_a_refused_form_has_a_summary_that_takes_the_focus_and_leads_to_the_fields():
    html = str(SampleForm({"name": "六个字的名称", "amount": "x", "due": "2024-13-01", "kind": ""}))
    assert 'role="alert" tabindex="-1" data-focus' in html
    assert "有 4 处要改，才能提交" in html
    for field in ("name", "amount", "due"):
        assert f'<a href="#id_{field}">' in html
        assert f'<div class="msg" id="id_{field}_error">' in html
    assert 'value="六个字的名称"' in html
    assert 'aria-invalid="true"' in html
    assert html.count('class="field err"') == 4


def test_a_word_on_the_whole_form_is_no_place_to_correct_beside_others():
    form = SampleForm({"name": "六个字的名称", "amount": "1", "due": "2024-12-01", "kind": ""})
    form.add_error(None, "两处对不上。")
    assert f"有 {len(form.errors) - 1} 处要改，才能提交" in str(form)
    alone = forms.Form({})
    alone.add_error(None, "两处对不上。")
    assert "有 1 处要改，才能提交" in str(alone)


def test_day_field_reads_one_form_whatever_the_language():
    assert DayField().clean("2024-09-30") == date(2024, 9, 30)
    with pytest.raises(forms.ValidationError):
        DayField().clean("30/09/2024")
