"""Pages of rules, in the system room (系统 → 规则)."""
