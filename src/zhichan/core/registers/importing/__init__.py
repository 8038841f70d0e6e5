"""Bringing files into registers: read → check → stage → preview → commit as one batch → undo (导入)."""
