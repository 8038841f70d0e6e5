"""The structure of a plan: chapters, numbered items, boxes, tables, in order with their offsets (结构)."""

from zhichan.rooms.plan.reading.structure.outline import outline_of, sense_lines

__all__ = ["outline_of", "sense_lines"]
