"""Matters (事项): work that moves through a procedure, with its time limits."""
