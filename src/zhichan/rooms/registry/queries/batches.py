"""Batches of files that went into registers."""

from __future__ import annotations

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.declaration import all_registers


def batches_visible_to(actor: Actor) -> QuerySet[ImportBatch]:
    """The batches of registers the actor may see, whoever handed them in; edited ledgers are left out."""
    names = [register.name for register in all_registers() if may(actor, register.view)]
    return ImportBatch.objects.filter(ledger__in=names).exclude(format="").select_related("person")
