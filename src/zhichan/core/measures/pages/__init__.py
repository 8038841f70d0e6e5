"""Pages of measures: what there is, asking one, and one figure down to its rows."""
