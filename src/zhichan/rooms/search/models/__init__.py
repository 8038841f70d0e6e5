"""What the search room keeps, one file each."""

from zhichan.rooms.search.models.alert import AlertCard, AlertReach, AlertWatch
from zhichan.rooms.search.models.catalogue import KeyTechnology, KeyTechnologyFinding
from zhichan.rooms.search.models.export import SearchExport
from zhichan.rooms.search.models.folder import (
    DocumentMark,
    DocumentNote,
    Folder,
    FolderEntry,
    FolderShare,
)
from zhichan.rooms.search.models.history import SearchRun
from zhichan.rooms.search.models.long_line import LongLine
from zhichan.rooms.search.models.mark_words import MarkWord, StartingWordsSwitch
from zhichan.rooms.search.models.navigation import (
    NavigationDataSet,
    NavigationEntry,
    NavigationFinding,
    NavigationMember,
    NavigationProject,
    NavigationReport,
)
from zhichan.rooms.search.models.saved_search import SavedSearch
from zhichan.rooms.search.models.subscription import Digest, NewHit, Subscription
from zhichan.rooms.search.models.synonyms import SynonymList
from zhichan.rooms.search.models.theme import Theme, ThemeEdit, ThemeShare, ThemeVersion

__all__ = [
    "AlertCard",
    "AlertReach",
    "AlertWatch",
    "Digest",
    "DocumentMark",
    "DocumentNote",
    "Folder",
    "FolderEntry",
    "FolderShare",
    "KeyTechnology",
    "KeyTechnologyFinding",
    "LongLine",
    "MarkWord",
    "NavigationDataSet",
    "NavigationEntry",
    "NavigationFinding",
    "NavigationMember",
    "NavigationProject",
    "NavigationReport",
    "NewHit",
    "SavedSearch",
    "SearchExport",
    "SearchRun",
    "StartingWordsSwitch",
    "Subscription",
    "SynonymList",
    "Theme",
    "ThemeEdit",
    "ThemeShare",
    "ThemeVersion",
]
