"""What stands under a class by the registered scheme (分类号的下位组)."""

from __future__ import annotations

from collections.abc import Sequence

from zhichan.rooms.registry.models import IpcSymbol


def groups_below(symbol: str) -> Sequence[str] | None:
    """A group and all under it; of a main group, and of anything above, the beginning with ``*``.

    ``symbol``: without blanks, H01M10/0525. A group goes on until one that has no more dots than it has;
    groups follow each other as their numbers do, read like decimals. None where the scheme does not hold it.
    One query.
    """
    main, slash, number = symbol.partition("/")
    if not slash or not number.strip("0"):
        return [f"{main}{slash}*"]
    rows = IpcSymbol.objects.filter(is_shown=True, symbol__startswith=f"{main}/").values_list(
        "symbol", "dots"
    )
    ordered = sorted(rows, key=lambda row: row[0].partition("/")[2])
    place = next((at for at, (known, _dots) in enumerate(ordered) if known == symbol), None)
    if place is None:
        return None
    found = [symbol]
    for known, dots in ordered[place + 1 :]:
        if dots <= ordered[place][1]:
            break
        found.append(known)
    return found
