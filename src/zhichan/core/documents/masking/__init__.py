"""Masking of personal data in public copies (遮盖): by fields, by the same values in text, by shape."""
