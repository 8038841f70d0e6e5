"""Numbers and codes (编号与代码) of rights, parties and classes: read, checked, printed and keyed.

One module per family; each ``parse`` gives a frozen value or raises ``IdentifierRefused``. Everything here is
pure: no database, no clock, no settings. Marks in the docstrings: [verified] was found in a public source or
recomputed on real numbers, [memory] is general knowledge that must not decide anything by itself.
"""
