"""Pages of leading groups and joint meetings."""
