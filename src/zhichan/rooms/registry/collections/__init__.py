"""What of the registers can be searched for its words (检索库): patents, trademarks, parties."""

from zhichan.rooms.registry.collections.parties import PARTY_COLLECTION
from zhichan.rooms.registry.collections.patents import PATENT_COLLECTION
from zhichan.rooms.registry.collections.trademarks import TRADEMARK_COLLECTION

__all__ = ["PARTY_COLLECTION", "PATENT_COLLECTION", "TRADEMARK_COLLECTION"]
