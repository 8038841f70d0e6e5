"""Reads plan documents (规划文件): bytes in, ``PlanReading`` out. Pure: no Django, no network, no model."""
