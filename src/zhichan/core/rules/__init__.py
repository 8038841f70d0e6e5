"""Dated rules (规则): parameters with source and day, pure formulas, results with their reasons."""
