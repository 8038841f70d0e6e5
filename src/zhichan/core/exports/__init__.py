"""Exports (导出): how values go into xlsx and csv files, and how the same values come back."""
