"""Giving out numbers (取号)."""

from __future__ import annotations

from django.db import transaction
from django.db.transaction import TransactionManagementError

from zhichan.core.numbering.models import NumberSeries


def next_number(series: str, *, year: int) -> int:
    """The next number of a series in a year, from 1, without gaps.

    The row stays locked until the caller's transaction ends, and a rollback gives the number back; so
    it must be called inside the transaction that uses the number, and late in it. Three queries.
    Raises TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("next_number is called inside the transaction that uses the number")
    NumberSeries.objects.bulk_create([NumberSeries(series=series, year=year)], ignore_conflicts=True)
    row = NumberSeries.objects.select_for_update().get(series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
