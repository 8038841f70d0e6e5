"""Full-text search (全文检索): exact, replayable, and never wider than what its asker may see."""
