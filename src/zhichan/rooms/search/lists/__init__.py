"""Lists from a spreadsheet that become queries (清单检索): numbers of patents, names of firms."""
