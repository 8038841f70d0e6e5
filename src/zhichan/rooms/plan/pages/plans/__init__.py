"""Pages of plans and their versions (规划与版本)."""
