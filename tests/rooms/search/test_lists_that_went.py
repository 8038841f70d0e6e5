"""A search whose list of synonyms went: its link opens what its page counts, or says that it does not."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from tests.rooms.registry.files import row
from zhichan.core.people.queries import actor_of
from zhichan.rooms.search.actions.synonyms import (
    WrittenList,
    delete_synonym_list,
    save_synonym_list,
    switch_synonym_list,
)
from zhichan.rooms.search.models import SavedSearch

from .finding import indexed, text

pytestmark = pytest.mark.django_db
SAYS = "同义词表或集合号已变：打开的按今天的检索，与这里的件数不同。"


def opened(browser, page: str) -> str:
    [link] = re.findall(r'<a class="end" href="([^"]+)">打开现在的结果', page)
    return re.sub(r"</?(mark|b|em)\b[^>]*>", "", text(browser.get(link)))  # terms that were found are marked


@pytest.mark.parametrize("is_deleted", [True, False])
def test_what_is_opened_is_what_was_counted_or_said_not_to_be(browser, officer, is_deleted) -> None:
    indexed([row(1, 专利名称="焊管机"), row(2, 专利名称="焊接钢管机"), row(3, 专利名称="电池")], officer)
    me, at = actor_of(browser.get("/search/").wsgi_request.user, timezone.localdate()), timezone.now()
    made = save_synonym_list(WrittenList("钢管", "焊管、焊接钢管"), None, by=me, at=at)
    switch_synonym_list(made.pk, True, by=me, at=at)
    browser.get("/search/", {"q": "TI=焊管"})
    browser.post("/search/saved/new/", {"q": "TI=焊管", "name": "焊管"})
    browser.post("/search/subscriptions/new/", {"q": "TI=焊管", "name": "焊管"})
    saved = f"/search/saved/{SavedSearch.objects.get().pk}/"
    others = ("/search/history/", "/search/subscriptions/")
    assert "焊接钢管机" in opened(browser, text(browser.get(saved)))
    assert "存下时的同义词表或集合号已变" not in text(browser.get(saved))
    assert [SAYS in text(browser.get(one)) for one in others] == [False, False]
    if is_deleted:
        delete_synonym_list(made.pk, by=me, at=at)
    else:
        switch_synonym_list(made.pk, False, by=me, at=at)
    page = text(browser.get(saved))
    assert "存下时的同义词表或集合号已变" in page
    rows = opened(browser, page)
    assert "<h2>2 件</h2>" in rows
    assert ("焊管机" in rows, "焊接钢管机" in rows, "电池" in rows) == (True, True, False)
    assert [SAYS in text(browser.get(one)) for one in others] == [True, True]
