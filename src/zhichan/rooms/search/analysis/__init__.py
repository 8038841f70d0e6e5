"""Analysis of any set of patents (专利分析): charts whose every figure opens to its rows.

asking.py       ``chart_of``: one chart of a query or of ids; what pages, navigation projects and reports call
declaration.py  what a chart is: options, figures with the condition that opens them, the drawing
found.py        the set that is analysed: ids of one state of the index, with their columns
conditions.py   conditions of the query language, as figures carry them
charts/         one file for each chart: an expression over the columns; a new chart is a new file there
"""
