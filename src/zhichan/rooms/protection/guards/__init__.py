"""The conditions of moves in protection (办理条件).

They look at what was recorded: whether a hearing or a legal review is due in law is what the officer put
down, with the rules' advice, when the investigation ended. None refuses for a rule that is not verified.
"""

from zhichan.rooms.protection.guards import cases, disputes, execution, hearing, publicity

__all__ = ["cases", "disputes", "execution", "hearing", "publicity"]
