"""What the search room keeps, one file each."""

from zhichan.rooms.search.models.export import SearchExport
from zhichan.rooms.search.models.long_line import LongLine
from zhichan.rooms.search.models.theme import Theme, ThemeEdit, ThemeShare, ThemeVersion

__all__ = ["LongLine", "SearchExport", "Theme", "ThemeEdit", "ThemeShare", "ThemeVersion"]
