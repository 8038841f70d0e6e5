"""The search room (检索导航)."""
