"""Registers (登记册): lists of things with history, source and owner, each from one declaration."""
