"""Pages of indicators: how they stand, one indicator through time, and what is entered."""
