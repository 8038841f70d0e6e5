"""What the search room keeps, one file each."""

from zhichan.rooms.search.models.theme import Theme, ThemeEdit, ThemeShare, ThemeVersion

__all__ = ["Theme", "ThemeEdit", "ThemeShare", "ThemeVersion"]
