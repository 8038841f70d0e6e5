"""Pages of promised instruments."""
