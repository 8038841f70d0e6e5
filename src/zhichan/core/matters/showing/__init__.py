"""A matter as people read it: values, record, limits, days and people in words; no request, no writes."""
