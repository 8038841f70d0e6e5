"""What the search room keeps, one file each."""

from zhichan.rooms.search.models.history import SearchRun
from zhichan.rooms.search.models.saved_search import SavedSearch
from zhichan.rooms.search.models.synonyms import SynonymList

__all__ = ["SavedSearch", "SearchRun", "SynonymList"]
