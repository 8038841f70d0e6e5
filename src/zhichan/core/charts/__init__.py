"""Charts (图形): what is drawn is said once, and drawn on pages by ECharts and in documents by matplotlib.

specs.py      a chart as data: what it shows, of which source, as of when
figures.py    its figures as a table, and which of them are written beside the drawing
axes.py       where an axis begins and ends, and where labels stand so that none covers another
option.py     the chart as an option of ECharts; colours are names of tokens, filled in by ``charts.js``
drawing.py    the chart as SVG or PNG for documents, the same bytes each time
tokens.py     the colours of the stylesheet, for what is drawn where no stylesheet is
"""
