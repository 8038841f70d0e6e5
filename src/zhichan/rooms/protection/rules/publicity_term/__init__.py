"""How long a penalty stays published (公示期限)."""
