"""The records of an index once more, as columns (列存), for whoever counts over many of them at once.

layout.py      records as rows of a table
keeping.py     the files of one generation: a base, changes on top of it, and which states they tell
writing.py     written beside the index, of the same records, published with the same state
reading.py     the rows of given ids, as one state of the index has them
past.py        the same as the index knew them at an earlier instant
"""
