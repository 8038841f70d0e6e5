"""Reads of the search room (检索导航)."""
