"""Parties (主体): the organisations and persons who hold rights, stand in lists and take part in matters."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from zhichan.core.access.actor import Actor
from zhichan.core.exports.kinds import Choice, Text
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.declaration import Button, Register, RegisterField, register
from zhichan.core.registers.models import IS_SHOWN, RegisterEvent, RegisterPeriod, RegisterRow, facet_index
from zhichan.core.registers.moments import Moment
from zhichan.core.tables.declaration import Order, link
from zhichan.core.tables.text import UNKNOWN
from zhichan.rooms.registry.buttons import PUT_IN_LIST
from zhichan.rooms.registry.kinds import CreditCode, PartyId
from zhichan.rooms.registry.models.region import region_names
from zhichan.rooms.registry.naming import party_key
from zhichan.rooms.registry.rights import PARTY_EDIT, PARTY_VIEW

LONGEST_NAME = 300
JOINED, SPLIT = "joined", "split"


class Kind(models.TextChoices):
    ORGANISATION = "organisation", _("组织")
    PERSON = "person", _("个人")


class Party(RegisterRow):
    """One organisation or person. ``joined_to``: the party it was found to be the same as, else empty.

    ``name_key`` is the name as it is compared; other names stand in ``PartyName``. ``industry``: the national
    code; ``trade``: the industry as a list prints it, in whatever classification. ``resolved_at``: when it
    was last asked whether the party is another one, empty while that is to be done.
    """

    Kind = Kind

    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    name_key = models.CharField(_("比对用名"), max_length=LONGEST_NAME, db_index=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    english_name = models.CharField(_("英文名称"), max_length=LONGEST_NAME, blank=True)
    listed_code = models.CharField(_("证券代码"), max_length=12, blank=True)
    region = models.CharField(_("地区代码"), max_length=12, blank=True)
    industry = models.CharField(_("行业代码"), max_length=5, blank=True)
    trade = models.CharField(_("所属行业"), max_length=100, blank=True)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    joined_to = models.ForeignKey(
        "self", verbose_name=_("并入"), null=True, blank=True, on_delete=models.PROTECT, related_name="joined"
    )
    resolved_at = models.DateTimeField(_("归并时间"), null=True, blank=True, editable=False)

    class Meta(RegisterRow.Meta):
        verbose_name = _("主体")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~models.Q(credit_code=""), name="party_credit_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(joined_to__isnull=True) | ~models.Q(joined_to=models.F("id")),
                name="party_not_joined_to_itself",
            ),
        ]
        indexes: ClassVar = [
            *RegisterRow.Meta.indexes,
            models.Index(fields=["name", "id", "is_shown"], condition=IS_SHOWN, name="party_by_name"),
            facet_index("kind", "region", "trade", name="party_facets"),
            models.Index(
                fields=["listed_code"], condition=~models.Q(listed_code=""), name="party_by_listed_code"
            ),
            models.Index(
                fields=["id"], condition=models.Q(resolved_at__isnull=True), name="party_unresolved"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A party recorded by hand is found by its name from then on, as one that a file brought in."""
        is_new = self._state.adding and not self.name_key
        if is_new:
            self.name_key = party_key(self.name)
        super().save(*args, **kwargs)
        if is_new:
            self.names.create(name=self.name, key=self.name_key, kind=PartyName.Kind.OFFICIAL)


class PartyEvent(RegisterEvent):
    subject = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("主体事件")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class PartyPeriod(RegisterPeriod):
    subject = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="periods")
    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    region = models.CharField(_("地区代码"), max_length=12, blank=True)
    industry = models.CharField(_("行业代码"), max_length=5, blank=True)
    trade = models.CharField(_("所属行业"), max_length=100, blank=True)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    joined_to = models.ForeignKey(
        Party, verbose_name=_("并入"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(RegisterPeriod.Meta):
        verbose_name = _("主体时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


class PartyName(models.Model):
    """A name under which a party is found (名称、简称、曾用名、外文名、所见写法).

    ``given_by``: the batch that told it, where a list of organisations did.
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("名称")
        SHORT = "short", _("简称")
        FORMER = "former", _("曾用名")
        ENGLISH = "english", _("外文名")
        PRINTED = "printed", _("所见写法")
        OTHER = "other", _("其他名称")

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    key = models.CharField(_("比对用名"), max_length=LONGEST_NAME, db_index=True)
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices)
    given_by = models.ForeignKey(
        ImportBatch, verbose_name=_("导入批次"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("主体名称")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "key", "kind"], name="party_name_once")
        ]

    def __str__(self) -> str:
        return self.name


def _joined_name(row: Any) -> str | None:
    return row.joined_to.name if row.joined_to_id else None


def _joined_cell(row: Any) -> SafeString | str:
    """The party a row is joined to, with the way to its page."""
    if not row.joined_to_id:
        return UNKNOWN
    return link(row_address("registry.party", row.joined_to_id), row.joined_to.name)


def event_label(code: str) -> str:
    return {JOINED: pgettext("主体事件", "并入"), SPLIT: pgettext("主体事件", "拆开")}.get(code, code)


def parties_called(words: str) -> models.QuerySet[Any]:
    """Parties by credit code, exact name or key; a joined one leads to none, its head is meant."""
    return parties_named(words).filter(joined_to=None)


def parties_named(words: str) -> models.QuerySet[Any]:
    """Parties by credit code, exact name or key, joined ones among them."""
    named = models.Q(credit_code=words.upper()) | models.Q(name=words)
    if words.isascii() and words.isdigit() and len(words) < 12:
        named |= models.Q(pk=int(words))
    return Party.objects.filter(named, is_shown=True)


def _page_context(row: Any, actor: Actor, moment: Moment) -> dict[str, Any]:
    from zhichan.rooms.registry.joining.showing import party_context

    return party_context(row, actor, moment)


def _same_as(pk: int, moment: Moment) -> list[int]:
    from zhichan.rooms.registry.queries.joins import joined_at

    return joined_at(pk, moment)


PARTIES = register(
    Register(
        name="registry.party",
        rank=20,
        label=_("组织与个人"),
        noun=_("个"),
        model=Party,
        event_model=PartyEvent,
        period_model=PartyPeriod,
        view=PARTY_VIEW,
        edit=PARTY_EDIT,
        fields=(
            RegisterField(
                "name", _("名称"), Text(LONGEST_NAME), is_tracked=True, is_required=True, filter="text"
            ),
            RegisterField("kind", _("类别"), Choice(Kind.choices), is_required=True, filter="choice"),
            RegisterField("credit_code", _("统一社会信用代码"), CreditCode(), filter="text"),
            RegisterField(
                "region", _("地区代码"), Text(12), is_tracked=True, filter="values", labels=region_names
            ),
            RegisterField("industry", _("行业代码"), Text(5), is_tracked=True),
            RegisterField(
                "trade", _("所属行业"), Text(100), is_tracked=True, is_listed=False, filter="values"
            ),
            RegisterField("listed_code", _("证券代码"), Text(12), is_listed=False, filter="text"),
            RegisterField("english_name", _("英文名称"), Text(LONGEST_NAME), filter="text"),
            RegisterField("address", _("地址"), Text(300), is_tracked=True, is_listed=False),
            RegisterField(
                "joined_to_id",
                _("并入"),
                PartyId(),
                is_tracked=True,
                is_derived=True,
                shown=_joined_name,
                cell=_joined_cell,
            ),
        ),
        orders=(Order("name", _("名称"), ("name",)), Order("newest", _("新登记的在前"), ("-id",))),
        event_label=event_label,
        template="registry/party.html",
        context=_page_context,
        buttons=(Button(_("待归并"), "registry:questions", icon="checks"),),
        picks=(PUT_IN_LIST,),
        lasting_codes=(JOINED, SPLIT),
        same_as=_same_as,
        related=("joined_to",),
        empty=_("导入专利、商标或企业名单后，权利人会列在这里；也可以先登记一个。"),
    )
)
