"""What the search room keeps, one file each."""

from zhichan.rooms.search.models.export import SearchExport
from zhichan.rooms.search.models.long_line import LongLine

__all__ = ["LongLine", "SearchExport"]
