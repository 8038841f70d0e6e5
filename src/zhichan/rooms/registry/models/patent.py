"""Patents (专利): applications and the rights granted on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.exports.kinds import Choice, Day, Number, Text
from zhichan.core.imports.ledger import Problem
from zhichan.core.registers.declaration import Button, Register, RegisterField, Told, register
from zhichan.core.registers.models import RegisterEvent, RegisterPeriod, RegisterRow, facet_index
from zhichan.core.registers.moments import Moment
from zhichan.core.tables.declaration import Order
from zhichan.rooms.registry.buttons import PUT_IN_LIST
from zhichan.rooms.registry.day_order import out_of_order
from zhichan.rooms.registry.held_entries import with_parties
from zhichan.rooms.registry.high_value import AMOUNT, TESTS, VERDICTS
from zhichan.rooms.registry.identifiers.patent_applications import check_character_of, year_in
from zhichan.rooms.registry.kinds import ApplicationNumber, application_number_text
from zhichan.rooms.registry.legal_days import LegalDays
from zhichan.rooms.registry.models.held import HeldRight, first_holder_field, holders_field, region_field
from zhichan.rooms.registry.patent_history import PUBLIC_CLASSES, STATUSES, event_label, patent_segments
from zhichan.rooms.registry.rights import PATENT_EDIT, PATENT_VIEW

TONES = {"in_force": "ok", "pending": "info", "ended": "idle", "unknown": "idle"}
LONGEST_TITLE = 500


class Kind(models.TextChoices):
    INVENTION = "invention", _("发明")
    UTILITY_MODEL = "utility_model", _("实用新型")
    DESIGN = "design", _("外观设计")
    UNKNOWN = "unknown", _("未载明")


class HighValueAnswers(models.Model):
    """What is recorded of the five tests of a high-value invention (高价值依据); empty: nobody has answered.

    ``pledge_amount``: the amount pledged, in 万元. No public threshold says which amount is a higher one.
    """

    sei = models.CharField(TESTS["sei"], max_length=8, choices=VERDICTS, blank=True, default="")
    overseas_right = models.CharField(
        TESTS["overseas_right"], max_length=8, choices=VERDICTS, blank=True, default=""
    )
    long_maintained = models.CharField(
        TESTS["long_maintained"], max_length=8, choices=VERDICTS, blank=True, default=""
    )
    pledge = models.CharField(TESTS["pledge"], max_length=8, choices=VERDICTS, blank=True, default="")
    award = models.CharField(TESTS["award"], max_length=8, choices=VERDICTS, blank=True, default="")
    pledge_amount = models.DecimalField(
        _("质押融资金额（万元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )

    class Meta:
        abstract = True


class Patent(HighValueAnswers, HeldRight, RegisterRow):
    """One application of the Chinese office with what became of it, or one document of which no Chinese
    application number is known. ``number``: the application number as a key, else that of the document.

    ``status`` is what was recorded, and that the term is over where nobody recorded an end.
    """

    Kind = Kind

    number = models.CharField(_("申请号"), max_length=40, unique=True)
    office = models.CharField(_("国别或组织"), max_length=2, default="CN")
    check_character = models.CharField(_("校验位"), max_length=1, blank=True)
    kind = models.CharField(_("类型"), max_length=13, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=LONGEST_TITLE, blank=True)
    filed_on = models.DateField(_("申请日"), null=True, blank=True)
    publication_number = models.CharField(_("公开号"), max_length=40, blank=True)
    published_on = models.DateField(_("公开日"), null=True, blank=True)
    grant_number = models.CharField(_("授权公告号"), max_length=40, blank=True)
    granted_on = models.DateField(_("授权公告日"), null=True, blank=True)
    ipc_main = models.CharField(_("主分类号"), max_length=40, blank=True)
    ipc = models.CharField(_("分类号"), max_length=1000, blank=True)
    inventors = models.CharField(_("发明人"), max_length=1000, blank=True)
    agency = models.CharField(_("代理机构"), max_length=200, blank=True)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    priorities = models.CharField(_("优先权"), max_length=500, blank=True)
    family = models.CharField(_("同族编号"), max_length=60, blank=True)
    family_members = models.CharField(_("同族专利"), max_length=2000, blank=True)
    claims_count = models.PositiveIntegerField(_("权利要求数"), null=True, blank=True)
    pct_number = models.CharField(_("国际申请号"), max_length=24, blank=True)
    status = models.CharField(_("法律状态"), max_length=20, choices=STATUSES)
    public_class = models.CharField(_("状态大类"), max_length=10, choices=PUBLIC_CLASSES)

    class Meta(RegisterRow.Meta):
        verbose_name = _("专利")
        indexes: ClassVar = [
            *RegisterRow.Meta.indexes,
            models.Index(fields=["is_shown", "filed_on", "id"], name="patent_by_filing"),
            facet_index("public_class", "kind", "status", "region", name="patent_facets"),
            models.Index(fields=["holder", "id"], name="patent_of_holder"),
            models.Index(
                fields=["publication_number"],
                condition=~models.Q(publication_number=""),
                name="patent_by_publication",
            ),
            models.Index(
                fields=["grant_number"], condition=~models.Q(grant_number=""), name="patent_by_grant"
            ),
            models.Index(fields=["family"], condition=~models.Q(family=""), name="patent_by_family"),
        ]

    def __str__(self) -> str:
        return self.title or self.number

    def settle(self) -> Sequence[str]:
        """The office and the check character follow from the number."""
        self.office, self.check_character = self.number[:2], check_character_of(self.number)
        return ("office", "check_character")


class PatentEvent(RegisterEvent):
    subject = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("专利事件")
        indexes: ClassVar = [
            *RegisterEvent.Meta.indexes,
            # What was granted in a year: one entry for each grant, none for other events.
            models.Index(
                fields=["effective_on"], condition=models.Q(code="GRANTED"), name="patent_event_granted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class PatentPeriod(HighValueAnswers, HeldRight, RegisterPeriod):
    subject = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="periods")
    status = models.CharField(_("法律状态"), max_length=20, choices=STATUSES)
    public_class = models.CharField(_("状态大类"), max_length=10, choices=PUBLIC_CLASSES)

    class Meta(RegisterPeriod.Meta):
        verbose_name = _("专利时段")
        # Holds all that "in force in a region on a day, as known at an instant" asks: no row is read for it.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=[
                    "public_class", "region", "valid_from", "valid_to", "known_from", "known_to", "subject",
                ],
                name="patent_period_by_region",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


def _page_context(row: Any, actor: Actor, moment: Moment) -> Mapping[str, Any]:
    from zhichan.rooms.registry.queries.family import family_of
    from zhichan.rooms.registry.queries.patent_texts import not_kept, texts_shown
    from zhichan.rooms.registry.queries.right_facts import patent_facts

    texts = texts_shown(row.pk, known_at=moment.known_at)
    facts = patent_facts(row, actor, moment)
    return {**facts, "family": family_of(row, actor), "texts": texts, "not_kept": not_kept(texts)}


def _told(row: Any, values: Mapping[str, Any], since: date, is_new: bool) -> Iterable[Told]:
    from zhichan.rooms.registry.intakes.patent_facts import told_by_hand

    return told_by_hand(row, values, since, is_new)


def problems_of(values: Mapping[str, Any]) -> Iterable[Problem]:
    """Days that cannot be."""
    yield from out_of_order(PATENTS, values, steps())
    filed = values.get("filed_on")
    if filed and (reason := after_its_number(values.get("number") or "", filed)):
        label = str(PATENTS.by_name["filed_on"].label)
        yield Problem(label, filed.isoformat(), reason, _now("核对申请号与申请日"))


def after_its_number(key: str, filed: date) -> str:
    """What is wrong where an application was filed long after the year in its number; empty where nothing is.

    An earlier day can be: an international application and a divisional one have the day of the first. So can
    one of the next year: whoever hands in missing drawings later is filed on that day and keeps the number
    (专利法实施细则, 补交附图); public lists have such rows.
    """
    year = year_in(key)
    if year is None or filed.year <= year + 1:
        return ""
    return _now("申请日晚于申请号里的年份 %(year)d") % {"year": year}


def steps() -> list[tuple[str, str, str]]:
    """An earlier day, the later one that rests on it, and what is wrong where they are the other way."""
    return [
        ("filed_on", "published_on", _now("公开日早于申请日")),
        ("filed_on", "granted_on", _now("授权公告日早于申请日")),
    ]


PATENTS = register(
    Register(
        name="registry.patent",
        rank=10,
        label=_("专利"),
        noun=_("件"),
        model=Patent,
        event_model=PatentEvent,
        period_model=PatentPeriod,
        view=PATENT_VIEW,
        edit=PATENT_EDIT,
        fields=(
            RegisterField("title", _("名称"), Text(LONGEST_TITLE), filter="text"),
            RegisterField(
                "number",
                _("申请号"),
                ApplicationNumber(),
                is_required=True,
                filter="text",
                shown=lambda row: application_number_text(row.number),
            ),
            RegisterField("kind", _("类型"), Choice(Kind.choices), is_required=True, filter="choice"),
            first_holder_field(_("第一权利人")),
            RegisterField(
                "public_class",
                _("状态大类"),
                Choice(PUBLIC_CLASSES),
                is_tracked=True,
                is_derived=True,
                filter="choice",
                tones=TONES,
            ),
            RegisterField(
                "status", _("法律状态"), Choice(STATUSES), is_tracked=True, is_derived=True, filter="choice"
            ),
            RegisterField("filed_on", _("申请日"), Day(), is_past=True, filter="day"),
            RegisterField("granted_on", _("授权公告日"), Day(), is_past=True),
            RegisterField("ipc_main", _("主分类号"), Text(20)),
            RegisterField(
                "office", _("国别或组织"), Text(2), is_derived=True, is_listed=False, filter="text"
            ),
            RegisterField("publication_number", _("公开号"), Text(40), is_listed=False, filter="text"),
            RegisterField("published_on", _("公开日"), Day(), is_past=True, is_listed=False),
            RegisterField("grant_number", _("授权公告号"), Text(40), is_listed=False, filter="text"),
            RegisterField("check_character", _("校验位"), Text(1), is_derived=True, is_listed=False),
            RegisterField("ipc", _("分类号"), Text(1000), is_listed=False),
            RegisterField("inventors", _("发明人"), Text(1000), is_listed=False),
            RegisterField("agency", _("代理机构"), Text(200), is_listed=False),
            RegisterField("address", _("地址"), Text(300), is_listed=False),
            RegisterField("priorities", _("优先权"), Text(500), is_listed=False),
            RegisterField("family", _("同族编号"), Text(60), is_listed=False),
            RegisterField("family_members", _("同族专利"), Text(2000), is_listed=False),
            RegisterField("claims_count", _("权利要求数"), Number(0), is_listed=False),
            RegisterField("pct_number", _("国际申请号"), Text(24), is_listed=False),
            holders_field(_("全部权利人")),
            region_field(),
            *(
                RegisterField(
                    name, label, Choice(VERDICTS), is_tracked=True, is_derived=True, is_listed=False
                )
                for name, label in TESTS.items()
            ),
            RegisterField(
                AMOUNT,
                _("质押融资金额（万元）"),
                Number(2, Decimal(0)),
                is_tracked=True,
                is_derived=True,
                is_listed=False,
            ),
        ),
        orders=(Order("newest", _("新登记的在前"), ("-id",)),),
        replay=patent_segments,
        event_label=event_label,
        template="registry/patent.html",
        related=("holder",),
        complete=with_parties,
        follow=LegalDays({"PUBLISHED": "published_on", "GRANTED": "granted_on"}, entered_stands=False),
        tell=_told,
        check=problems_of,
        status_field="status",
        context=_page_context,
        empty=_("导入专利清单后会列在这里。"),
        buttons=(Button(_("导入"), "registry:import", icon="file-import"),),
        picks=(PUT_IN_LIST,),
    )
)
