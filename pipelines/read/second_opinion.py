"""pdfplumber as the independent second reader: the amounts it sees on a page, to hold against ours.

Slow, so asked only about pages whose own sums do not close.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable

_AMOUNT = re.compile(r"[¥￥]?[(（△-]?(?:\d+(?:,\d{3})*\.\d+|\d{1,3}(?:,\d{3})+)[)）]?")


def amounts_by_pdfplumber(data: bytes, pages: Iterable[int]) -> dict[int, Counter[str]]:
    """For each page (1-based) the amounts with decimals or thousands that pdfplumber's text holds.

    Pages that pdfplumber cannot open, or on which it sees no text, are left out: no second opinion is not a
    disagreement.
    """
    import pdfplumber  # asked rarely: its memory is spared in workers that never need it
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfminer.psparser import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    found: dict[int, Counter[str]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data), pages=sorted(set(pages))) as document:
            for page in document.pages:
                words = page.extract_words(x_tolerance=1.5)
                if not words:
                    continue
                found[page.page_number] = Counter(w["text"] for w in words if _AMOUNT.fullmatch(w["text"]))
                page.close()
    except (PdfminerException, MalformedPDFException, PDFSyntaxError, PSException):
        return found
    except (ValueError, KeyError, TypeError, RecursionError):  # what pdfminer lets through
        return found
    return found
