"""What is somebody's and shared with chosen people and units (共享)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Unit


def somebody(label: object) -> models.ForeignKey:  # type: ignore[type-arg]
    """A person, or none: the system."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,  # type: ignore[arg-type]
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Share(models.Model):
    """A person, or everybody of a unit, whom something is shared with; which thing, and what they may do
    with it, a model of its own says."""

    person = somebody(_("人员"))
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("时间"))
    made_by = somebody(_("何人"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        abstract = True


def shared_once(what: str) -> list[models.BaseConstraint]:
    """The constraints of shares of one kind: each with one person or one unit, and with each once."""
    return [
        models.UniqueConstraint(fields=[what, "person"], name=f"{what}_shared_once_with_person"),
        models.UniqueConstraint(fields=[what, "unit"], name=f"{what}_shared_once_with_unit"),
        models.CheckConstraint(
            condition=models.Q(person__isnull=False, unit__isnull=True)
            | models.Q(person__isnull=True, unit__isnull=False),
            name=f"{what}_share_of_one",
        ),
    ]
