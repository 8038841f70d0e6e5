"""Whether a numbered item with smaller numbers under it is one piece of work or several."""

from __future__ import annotations

from zhichan.rooms.plan.reading.structure.purposes import ends_with_clause
from zhichan.rooms.plan.reading.structure.tree import Node
from zhichan.rooms.plan.reading.tables import TableRegion

_CIRCLED_RANK = 9
_ITEM_RANK = 6


def is_one_item(node: Node) -> bool:
    """True for a leaf, and for an item whose smaller numbers only list its steps.

    They do where they are circled, where all but the last end in a semicolon, or where one clause
    on the units, at the item's head or its very end, speaks for all of them.
    """
    steps = node.nodes
    if not steps:
        return not _only_heads_a_table(node)
    if node.rank < _ITEM_RANK:
        return False
    if all(step.rank >= _CIRCLED_RANK for step in steps):
        return True
    if len(steps) > 1 and all(step.words.endswith(";") for step in steps[:-1]):
        return True
    answered = [ends_with_clause(step) for step in steps]
    own = ends_with_clause(node)
    return (own and not any(answered)) or (
        len(steps) > 1 and answered[-1] and not any(answered[:-1]) and not own
    )


def _only_heads_a_table(node: Node) -> bool:
    """A title with nothing under it but a table: the rows are the work."""
    return bool(node.parts) and isinstance(node.parts[0], TableRegion) and "。" not in node.words
