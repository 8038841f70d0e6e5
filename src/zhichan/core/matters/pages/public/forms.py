"""The forms of the public pages (网上填写)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.actions.outside import MOST_AT_ONCE, MOST_MEGABYTES, MOST_WORDS
from zhichan.core.matters.actions.submit import TITLE, Application, field_of
from zhichan.core.matters.models import Participant, Rating
from zhichan.core.matters.pages.once import ONCE, new_mark
from zhichan.core.matters.pages.public.fields import AskedField, AskingForm, asked, form_field
from zhichan.core.matters.procedure import Field, Procedure, Seat
from zhichan.core.matters.writing.seats import NewParticipant

_FIRST = ("kind", "name", "phone")
_SEAT_TEXTS = ("name", "identifier", "phone", "address", "email")
ACCEPTED = ".pdf,.ofd,.doc,.docx,.xls,.xlsx,.jpg,.jpeg,.png,.txt,image/jpeg,image/png"


@dataclass(frozen=True)
class Group:
    """Fields that stand together under a heading; ``more``: those that are folded away."""

    title: str
    hint: str
    fields: list[BoundField]
    more: list[BoundField]

    @property
    def is_more_open(self) -> bool:
        """Whether something stands in what is folded away: words, or what is wrong with them."""
        typed = (field for field in self.more if not field.name.endswith("accepts_electronic"))
        return any(field.errors for field in self.more) or any(field.value() for field in typed)


class ApplicationForm(AskingForm):
    """What is asked of whoever submits: what it is about, the procedure's form, who takes part."""

    def __init__(self, procedure: Procedure, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.procedure = procedure
        self.fields[TITLE] = asked(
            _("事由"),
            _("用一句话说清楚是什么事，不写个人姓名和电话。"),
            widget=forms.TextInput(attrs={"maxlength": 200}),
        )
        for field in procedure.outside_fields:
            self.fields[field.name] = form_field(field)
        for number, seat in enumerate(procedure.outside_seats):
            self.fields.update(_seat_fields(seat, is_own=number == 0))
        self.fields[ONCE] = AskedField(widget=forms.HiddenInput(), initial=new_mark)

    def groups(self) -> Iterator[Group]:
        """The fields as the page parts them."""
        asked_for = [TITLE, *(field.name for field in self.procedure.outside_fields)]
        yield Group(_("什么事"), "", [self[name] for name in asked_for], [])
        for number, seat in enumerate(self.procedure.outside_seats):
            names = [name for name in self.fields if name.startswith(field_of(seat.name, ""))]
            first = [field_of(seat.name, name) for name in (_FIRST if number == 0 else _FIRST[:2])]
            yield Group(
                _heading(seat, number),
                _hint(seat, number),
                [self[name] for name in first],
                [self[name] for name in names if name not in first],
            )

    def application(self) -> Application:
        """What was typed; whoever has none of the fields of a seat filled in does not sit there."""
        fields = (field.name for field in self.procedure.outside_fields)
        seats = (self._participant(seat) for seat in self.procedure.outside_seats)
        return Application(
            self.procedure.name,
            self.cleaned_data[TITLE],
            self.texts(fields),
            tuple(one for one in seats if one is not None),
        )

    def _participant(self, seat: Seat) -> NewParticipant | None:
        given = {name: self.cleaned_data.get(field_of(seat.name, name), "") for name in _SEAT_TEXTS}
        if not any(given.values()):
            return None
        electronic = self.cleaned_data.get(field_of(seat.name, "accepts_electronic"))
        kind = self.cleaned_data.get(field_of(seat.name, "kind")) or ""
        return NewParticipant(seat.name, kind=kind, accepts_electronic=electronic == "yes", **given)


class StepForm(AskingForm):
    """What a step of one's own asks; ``seen``: the latest step when it was opened."""

    def __init__(self, fields: tuple[Field, ...], seen: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [field.name for field in fields]
        for field in fields:
            self.fields[field.name] = form_field(field)
        self.fields["seen"] = AskedField(widget=forms.HiddenInput(), initial=str(seen))

    def values(self) -> dict[str, object]:
        return self.texts(self.names)

    def renew(self, seen: int) -> None:
        """What was typed may be sent again on the matter as it stands now."""
        self.data = {**dict(self.data.items()), "seen": str(seen)}

    def seen(self) -> int | None:
        text = str(self.cleaned_data.get("seen", ""))
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class FollowForm(AskingForm):
    """The number and the code of a receipt."""

    number = forms.CharField(
        label=gettext_lazy("受理号"),
        help_text=gettext_lazy("回执第一行。括号和“号”字可以不打，如 诉调2026-12"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("请填写受理号。")},
    )
    code = forms.CharField(
        label=gettext_lazy("查询码"),
        help_text=gettext_lazy("回执上的 8 位数字和字母，不分大小写"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "mono",
            }
        ),
        error_messages={"required": gettext_lazy("请填写查询码。")},
    )


class FilesBox(forms.FileInput):
    """A box for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.Field):
    """Says what files are wanted; they themselves come with the request, and the action judges them."""

    widget = FilesBox(attrs={"multiple": True, "accept": ACCEPTED})

    def validate(self, value: Any) -> None:
        """Nothing: the action judges."""


class FilesForm(AskingForm):
    """Files from a phone or a computer; the page reads them from the request."""

    papers = FilesField(label=gettext_lazy("选择文件"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["papers"].help_text = _(
            "可以拍照。收 PDF、OFD、Word、Excel、JPG、PNG 和 TXT；每个不超过 %(size)d MB，一次最多 %(n)d 个。"
        ) % {"size": MOST_MEGABYTES, "n": MOST_AT_ONCE}


class RatingForm(AskingForm):
    """One word of five, and more in words."""

    grade = AskedField(
        label=gettext_lazy("您对这次办理"),
        widget=forms.RadioSelect(choices=[(str(value), label) for value, label in Rating.Grade.choices]),
    )
    words = AskedField(
        label=gettext_lazy("意见和建议"),
        help_text=gettext_lazy("哪里好、哪里要改。不写个人姓名和电话。"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_WORDS}),
    )

    def grade_given(self) -> int:
        """The grade, 0 where none of the five was chosen."""
        text = str(self.cleaned_data.get("grade", ""))
        return int(text) if text in {str(value) for value in Rating.Grade.values} else 0


def _seat_fields(seat: Seat, *, is_own: bool) -> dict[str, AskedField]:
    """What is asked of whoever sits in a seat; of others little, and nothing that must be known."""
    is_asked = seat.is_required or (is_own and not seat.is_secret)
    found = {
        "kind": asked(_("组织还是个人"), widget=forms.RadioSelect(choices=list(Participant.Kind.choices))),
        "name": asked(
            _("名称或姓名"),
            widget=_text("organization" if is_own else "off"),
            is_required=is_asked,
        ),
    }
    found["kind"].initial = Participant.Kind.ORGANISATION
    if is_own:
        found["identifier"] = asked(_("统一社会信用代码或身份证号"), widget=_text("off"), is_required=False)
    found["phone"] = asked(
        _("电话"), widget=_text("tel" if is_own else "off", inputmode="tel"), is_required=is_own and is_asked
    )
    found["address"] = asked(
        _("地址"), widget=_text("street-address" if is_own else "off"), is_required=False
    )
    if is_own:
        found["email"] = asked(_("电子邮箱"), widget=_text("email", inputmode="email"), is_required=False)
        found["accepts_electronic"] = asked(
            _("文书能否电子送达"),
            _("同意的，文书可以用电子方式送达。"),
            widget=forms.RadioSelect(choices=[("yes", _("同意")), ("no", _("不同意"))]),
            is_required=False,
        )
        found["accepts_electronic"].initial = "no"
    return {field_of(seat.name, name): field for name, field in found.items()}


def _text(autocomplete: str, **attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": autocomplete, **attrs})


def _heading(seat: Seat, number: int) -> str:
    return _("您是谁（%(seat)s）") % {"seat": seat.label} if number == 0 else str(seat.label)


def _hint(seat: Seat, number: int) -> str:
    if number == 0 and seat.is_secret:
        return _("您的身份只有经办人员知道，每次查看都登记理由。")
    if number == 0:
        return _("用于联系和送达，不在公开页面出现。")
    return "" if seat.is_required else _("知道多少写多少。")
