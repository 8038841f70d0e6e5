"""How an upper plan is carried on below."""
