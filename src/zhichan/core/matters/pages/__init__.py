"""Pages of matters and their procedures."""
