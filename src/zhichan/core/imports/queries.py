"""Reads of import batches. Everybody, the console too, sees the batches they handed in, nobody another's."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.imports.ledger import Ledger, ledger_named
from zhichan.core.imports.models import ImportBatch, ImportRow

SHOWN_ROWS = 200


def batches_visible_to(actor: Actor) -> QuerySet[ImportBatch]:
    """The actor's own batches, newest first."""
    if not actor.is_signed_in:
        return ImportBatch.objects.none()
    own = Q(person_id=actor.id) if actor.id is not None else Q(person=None, source=actor.as_source)
    return ImportBatch.objects.filter(own).order_by("-pk")


def batch_visible_to(actor: Actor, pk: int) -> tuple[ImportBatch, Ledger]:
    """A batch and its ledger; NotFound when it is another's or the ledger's right is no longer held."""
    batch = batches_visible_to(actor).filter(pk=pk).first()
    if batch is None or not may(actor, ledger_named(batch.ledger).right):
        raise NotFound(_("没有找到这个导入批次。"), batch=pk)
    return batch, ledger_named(batch.ledger)


def rows_of(batch: ImportBatch, state: str) -> list[ImportRow]:
    """The first rows of a batch in one state, in the order of the file."""
    return list(batch.rows.filter(state=state).order_by("row_number")[:SHOWN_ROWS])
