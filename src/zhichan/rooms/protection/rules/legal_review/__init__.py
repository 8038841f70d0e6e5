"""When legal review is compulsory (法制审核)."""
