"""When the right to a hearing must be told (听证告知)."""
