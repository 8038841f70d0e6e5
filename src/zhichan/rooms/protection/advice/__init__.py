"""What the rules say of protection matters (规则参考): hearing, review, road, range of penalties, crime."""

from zhichan.rooms.protection.advice import crime, hearing, penalty, review, road, summary

__all__ = ["crime", "hearing", "penalty", "review", "road", "summary"]
