"""Dated rules of the protection room: one folder per set, with parameters, formulas and worked cases."""
