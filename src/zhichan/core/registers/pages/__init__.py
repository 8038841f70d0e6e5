"""The generated pages of registers: list, one row with its history, forms."""
