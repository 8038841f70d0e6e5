"""Formulas people write (算式): parsed when saved, computed with exact decimals, written out in numbers."""
