"""How often and by how much the days of a follow-up may be moved (督办延期)."""
