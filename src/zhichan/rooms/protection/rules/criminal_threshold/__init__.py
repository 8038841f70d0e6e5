"""The meter of criminal thresholds (立案追诉标准)."""
