"""The overview: the first page after sign-in."""
