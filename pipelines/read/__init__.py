"""PDF → Page: the text layer, the ruling lines and the grids they form, picture pages told apart.

In: the bytes of a published file. Out: pages with text lines and ruled grids, and the problems met.
Does not belong here: what a table means. `read_pdf` is the one entrance; engines stay behind it.
"""

from pipelines.read.reader import ReadLimits, ReadResult, read_pdf
from pipelines.read.second_opinion import amounts_by_pdfplumber

__all__ = ["ReadLimits", "ReadResult", "amounts_by_pdfplumber", "read_pdf"]
