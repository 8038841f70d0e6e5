"""The conditions of moves in protection (办理条件).

They look at what was recorded, and hold a step against what the rules say of the case (``advice``). None
acts against a party for a rule that is not verified; that a hearing or a review is given where the rule says
it is due protects the party, so there a mark does not matter (ARCHITECTURE §3.4).
"""

from zhichan.rooms.protection.guards import by_rules, cases, disputes, execution, hearing, publicity

__all__ = ["by_rules", "cases", "disputes", "execution", "hearing", "publicity"]
