"""What several people keep and change (修改)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Revised(models.Model):
    """``revision``: how often it was changed; a change is made over the one its maker saw."""

    revision = models.PositiveIntegerField(_("修改次数"), default=0)

    class Meta:
        abstract = True
