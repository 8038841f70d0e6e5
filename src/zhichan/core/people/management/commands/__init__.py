"""Commands at the console."""
