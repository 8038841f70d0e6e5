"""Two officers link the same two matters crosswise in the same second: neither waits for ever."""

from __future__ import annotations

import pytest

from tests.core.matters.sample_house import SETTING
from tests.core.racing import race
from tests.core.upkeep.sites import NewSite
from zhichan.core.matters.models import Matter, MatterEvent, MatterLink

CASES = """
from zhichan.core.matters.actions.links import merge_matter, relate_matters

def two(who, first):
    pair = list(Matter.objects.order_by("pk").values_list("pk", flat=True))[first:first + 2]
    return pair if who == "one" else pair[::-1]

CASES = {
    "relate": lambda who: relate_matters(*two(who, 0), "同案", by=officers[who], at=at),
    "merge": lambda who: merge_matter(*two(who, 2), "同一事实", by=officers[who], at=at),
}
if sys.argv[1] == "new":
    for _number in range(4):
        in_hand()
    sys.exit()
"""


@pytest.mark.usefixtures("terms")
def test_the_second_of_two_who_link_crosswise_is_told(new_site: NewSite) -> None:
    site = new_site()
    site.run(SETTING + CASES, "new")
    with race(site, SETTING + CASES) as racers:
        outcomes = {case: racers.outcome(case) for case in ("relate", "merge")}
    assert outcomes == {"relate": "WrongState", "merge": "WrongState"}
    with site.here():
        assert list(MatterLink.objects.order_by("pk").values_list("kind", flat=True)) == ["related", "merged"]
        assert list(Matter.objects.order_by("pk").values_list("is_open", flat=True)) == [
            True,
            True,
            False,
            True,
        ]
        assert MatterEvent.objects.filter(kind="linked").count() == 4
