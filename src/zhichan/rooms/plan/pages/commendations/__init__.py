"""Pages of commendations (表彰奖励)."""
