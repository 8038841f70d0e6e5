"""Units, people and posts (单位、人员、任职)."""

from zhichan.core.people.models.collective import Collective, CollectiveName, Membership, MembershipEvent
from zhichan.core.people.models.person import ApiToken, Person, Post
from zhichan.core.people.models.sign_in import SignInEntry
from zhichan.core.people.models.unit import Unit, UnitName

__all__ = [
    "ApiToken",
    "Collective",
    "CollectiveName",
    "Membership",
    "MembershipEvent",
    "Person",
    "Post",
    "SignInEntry",
    "Unit",
    "UnitName",
]
