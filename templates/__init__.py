"""Templates of the papers: `paper.html` with its style and script, and `paper.typ` for the PDF.

They lay out the content model of `capplan.reporting.content` and do nothing else: no sums, no
rounding, no column names.
"""
