"""A damaged file rewritten by qpdf, which rebuilds what pdfium cannot do without."""

import io
import re

from pipelines.domain.problem import Problem, ProblemCode, Severity

_STREAM_NAME = re.compile(r"(?:input )?stream <[^>]*>:? ?|<_io[^>]*>:? ?")
ENCRYPTED = "文件有打开密码，请公开单位提供未加密的文件"


def mend(data: bytes) -> bytes | Problem:
    """The file rewritten, or why it cannot be."""
    import pikepdf  # few files are damaged: its memory is spared in workers that meet none

    try:
        with pikepdf.open(io.BytesIO(data)) as damaged:
            if not len(damaged.pages):
                return Problem(ProblemCode.NO_PAGES, Severity.ERROR, "文件没有任何页面")
            mended = io.BytesIO()
            damaged.save(mended)
            return mended.getvalue()
    except pikepdf.PasswordError:
        return Problem(ProblemCode.ENCRYPTED_PDF, Severity.ERROR, ENCRYPTED)
    except (pikepdf.PdfError, ValueError, RecursionError) as error:
        why = _STREAM_NAME.sub("", str(error))
        return Problem(ProblemCode.DAMAGED_PDF, Severity.ERROR, f"无法打开，修复也未成功：{why}")
