"""Measures (指标计算): figures computed from rows, each of which can be opened to its rows."""
