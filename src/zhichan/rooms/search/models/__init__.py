"""What the search room keeps, one file each."""

from zhichan.rooms.search.models.mark_words import MarkWord

__all__ = ["MarkWord"]
