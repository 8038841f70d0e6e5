"""The query language (检索语言): a line that searchers write, read into a tree and written back from one."""
