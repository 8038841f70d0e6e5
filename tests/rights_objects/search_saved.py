"""Objects of the search room: a search somebody saved, a list of synonyms everybody may use."""

from __future__ import annotations

from tests.conftest import NOW
from tests.rights_objects import Call, page_object, sample
from tests.rights_objects.registry import party
from tests.rights_objects.search import searcher
from zhichan.core.search.packed_ids import packed
from zhichan.core.search.tree import Everything
from zhichan.core.search.tree_text import kept
from zhichan.rooms.search.actions.history import Searched
from zhichan.rooms.search.actions.saved_searches import NewSavedSearch
from zhichan.rooms.search.actions.subscriptions import NewSubscription, SubscriptionTerms
from zhichan.rooms.search.actions.synonyms import WrittenList
from zhichan.rooms.search.following.declaration import Subject
from zhichan.rooms.search.models import Digest, SavedSearch, Subscription, SynonymList


def saved_search() -> SavedSearch:
    """Somebody's: nobody else sees it."""
    found = SavedSearch.objects.order_by("pk").first()
    return found or SavedSearch.objects.create(
        name="跟踪",
        person=searcher(),
        collection="patent",
        line="焊接",
        asked=kept(Everything()),
        known_at=1,
        snapshot="000001.1",
        engine="1",
        count=0,
        ids=packed([]),
        saved_at=NOW,
    )


def synonym_list() -> SynonymList:
    """Somebody's, for everybody of the office."""
    found = SynonymList.objects.order_by("pk").first()
    return found or SynonymList.objects.create(
        name="钢管", person=searcher(), is_shared=True, groups=[["焊管", "焊接钢管"]], changed_at=NOW
    )


def subscription() -> Subscription:
    """Somebody's: nobody else sees it."""
    found = Subscription.objects.order_by("pk").first()
    return found or Subscription.objects.create(
        name="焊接",
        person=searcher(),
        collection="patent",
        line="焊接",
        asked=kept(Everything()),
        known_at=1,
        seen=packed([]),
        subscribed_at=NOW,
    )


def digest() -> Digest:
    found = Digest.objects.order_by("pk").first()
    return found or Digest.objects.create(person=searcher(), made_at=NOW, count=0)


for _name in ("search:history_forget", "search:save", "search:synonym_save"):
    page_object(_name)(lambda unit: Call({}, "post"))
page_object("search:subscribe")(lambda unit: Call({}, "post", {"q": "焊接"}))
page_object("search:subscription_edit")(lambda unit: Call({"pk": subscription().pk}))
page_object("search:unsubscribe")(lambda unit: Call({"pk": subscription().pk}, "post"))
page_object("search:digest")(lambda unit: Call({"pk": digest().pk}))
page_object("search:saved_search")(lambda unit: Call({"pk": saved_search().pk}))
page_object("search:saved_delete")(lambda unit: Call({"pk": saved_search().pk}, "post"))
page_object("search:synonym_list")(lambda unit: Call({"pk": synonym_list().pk}))
for _name in ("search:synonym_switch", "search:synonym_delete"):
    page_object(_name)(lambda unit: Call({"pk": synonym_list().pk}, "post"))
sample("saved_search_id")(lambda: saved_search().pk)
sample("subscription_id")(lambda: subscription().pk)
page_object("search:follow")(lambda unit: Call({"what": "party", "pk": party().pk}))
sample(Subject)(lambda: Subject(Subscription.Kind.PARTY, party().pk, "registry.party"))
sample("is_mailed")(lambda: False)
sample(SubscriptionTerms)(lambda: SubscriptionTerms("焊接", is_mailed=False, is_on=True))
sample(NewSubscription)(lambda: NewSubscription("焊接", "patent", "焊接", (), Everything()))
sample("list_id")(lambda: synonym_list().pk)
sample("is_on")(lambda: True)
sample("collection")(lambda: "patent")
sample(Searched)(lambda: Searched("patent", "焊接", (), Everything(), 0, "000001.1"))
sample(NewSavedSearch)(lambda: NewSavedSearch("跟踪", "patent", "焊接", (), Everything()))
sample(WrittenList)(lambda: WrittenList("钢管", "焊管、焊接钢管", is_shared=True))
