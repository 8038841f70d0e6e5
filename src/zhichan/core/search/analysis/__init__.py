"""How text becomes what is searched (分析链): characters folded, atoms cut, tokens and canonical text made.

Query and text go through the same chain. Everything is decided for one character at a time, except ``.`` and
``:`` between digits, so that the fold of a part is a part of the fold.
"""
