"""Dated rules of the plan room: one folder per set, with parameters, formulas and worked cases."""
