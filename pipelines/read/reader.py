"""Bytes → pages, or a clear reason why not; a damaged file that a repair opens is read and said so."""

import ctypes
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium

from pipelines.domain.document import ReadStatus
from pipelines.domain.page import Page
from pipelines.domain.problem import Problem, ProblemCode, Severity
from pipelines.read.assemble import IMAGE_PAGE_SHARE, assemble
from pipelines.read.document_title import readable_title
from pipelines.read.legibility import FEW_SIGNS, is_garbled
from pipelines.read.mend import ENCRYPTED, mend
from pipelines.read.pdfium import TooComplexError, read_page
from pipelines.read.triage import triage

GARBLED_PAGES = 1 / 3
"""of the pages with text: from this share on a garbled file is not read at all."""
FEW_CHARACTERS = 20
"""a page under a picture with fewer visible characters (a page number, a stamp) holds no text layer."""


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much of a file is read before it is called too large.

    Attributes:
        max_pages: pages beyond it are not read and reported.
        max_objects: drawn objects per page.
    """

    max_pages: int = 3000
    max_objects: int = 400_000


@dataclass(slots=True)
class ReadResult:
    """The pages of a file and what was wrong with it."""

    status: ReadStatus
    pages: list[Page] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    page_count: int | None = None
    producer: str | None = None
    title: str | None = None

    @property
    def image_page_count(self) -> int:
        """Pages that are pictures, without a text layer."""
        return sum(1 for problem in self.problems if problem.code is ProblemCode.IMAGE_PAGE)


def _failed(code: ProblemCode, message: str) -> ReadResult:
    return ReadResult(ReadStatus.UNREADABLE, problems=[Problem(code, Severity.ERROR, message)])


def _open(data: bytes) -> tuple[pdfium.PdfDocument | None, Problem | None]:
    """The opened document; repaired by qpdf where pdfium cannot open the bytes as they are."""
    try:
        return pdfium.PdfDocument(data), None
    except pdfium.PdfiumError as error:
        reason = str(error)
    if "password" in reason.lower():
        return None, Problem(ProblemCode.ENCRYPTED_PDF, Severity.ERROR, ENCRYPTED)
    mended = mend(data)
    if isinstance(mended, Problem):
        return None, mended
    try:
        document = pdfium.PdfDocument(mended)
    except pdfium.PdfiumError as error:
        message = f"无法打开，修复也未成功：{error}"
        return None, Problem(ProblemCode.DAMAGED_PDF, Severity.ERROR, message)
    message = f"文件损坏（{reason}），修复后读取，可能缺页"
    return document, Problem(ProblemCode.DAMAGED_PDF, Severity.WARNING, message)


def read_pdf(data: bytes, limits: ReadLimits | None = None) -> ReadResult:
    """Read all pages of a published file.

    Never raises for bad input: what cannot be read comes back as problems, with status `unreadable`, or
    `partial` where some pages are pictures or damaged.
    """
    limits = limits or ReadLimits()
    refusal = triage(data)
    if refusal is not None:
        return ReadResult(ReadStatus.UNREADABLE, problems=[refusal])
    document, problem = _open(data)
    if document is None:
        assert problem is not None
        return ReadResult(ReadStatus.UNREADABLE, problems=[problem])
    try:
        result = _read_document(document, limits)
    finally:
        document.close()
    if problem is not None:
        result.problems.insert(0, problem)
        if result.status is ReadStatus.OK:
            result.status = ReadStatus.PARTIAL
    return result


def _read_document(document: pdfium.PdfDocument, limits: ReadLimits) -> ReadResult:
    count = len(document)
    if count == 0:
        return _failed(ProblemCode.NO_PAGES, "文件没有任何页面")
    metadata = document.get_metadata_dict(skip_empty=True)
    result = ReadResult(
        ReadStatus.OK,
        page_count=count,
        producer=metadata.get("Producer"),
        title=readable_title(metadata.get("Title")),
    )
    if count > limits.max_pages:
        message = f"共{count}页，只读取前{limits.max_pages}页"
        result.problems.append(Problem(ProblemCode.TOO_MANY_PAGES, Severity.WARNING, message))
    for index in range(min(count, limits.max_pages)):
        _read_one(document, index, limits, result)
    _conclude(result)
    return result


def _read_one(document: pdfium.PdfDocument, index: int, limits: ReadLimits, result: ReadResult) -> None:
    number = index + 1
    try:
        raw = read_page(_address(document), index, max_objects=limits.max_objects)
    except TooComplexError:
        message = f"第{number}页图形对象超过{limits.max_objects}个，未读取"
        result.problems.append(Problem(ProblemCode.TOO_COMPLEX, Severity.WARNING, message, number))
        return
    if raw is None:
        message = f"第{number}页无法打开"
        result.problems.append(Problem(ProblemCode.PAGE_UNREADABLE, Severity.WARNING, message, number))
        return
    page = assemble(raw, number)
    if is_garbled(raw.text, raw.visible):
        result.pages.append(_without_text(page))
        message = f"第{number}页的文字层是乱码（字体缺少文字编码），未作识别"
        result.problems.append(Problem(ProblemCode.GARBLED_TEXT, Severity.WARNING, message, number))
        return
    if page.char_count < FEW_CHARACTERS and page.image_area_share > IMAGE_PAGE_SHARE:
        page.has_text_layer = False
        message = f"第{number}页是图片，没有文字层，页内表格不作核对"
        result.problems.append(Problem(ProblemCode.IMAGE_PAGE, Severity.WARNING, message, number))
    if not all(grid.ruled for grid in page.grids):
        message = f"第{number}页表格没有完整框线，按文字对齐划分行列"
        result.problems.append(Problem(ProblemCode.TABLE_WITHOUT_RULES, Severity.NOTE, message, number))
    if page.hidden_char_count:
        message = (
            f"第{number}页有{page.hidden_char_count}个不可见字符（被裁切、在页面之外）或水印字符，已剔除"
        )
        result.problems.append(Problem(ProblemCode.HIDDEN_TEXT, Severity.NOTE, message, number))
    result.pages.append(page)


def _without_text(page: Page) -> Page:
    """The page when its text says something else than what is seen on it: none of it is used, all counted."""
    dropped = page.char_count + page.hidden_char_count
    return replace(page, has_text_layer=False, char_count=0, hidden_char_count=dropped, lines=[], grids=[])


def _address(document: pdfium.PdfDocument) -> int:
    address = ctypes.cast(document.raw, ctypes.c_void_p).value
    assert address is not None
    return address


def _is_garbled(result: ReadResult) -> bool:
    """Whether so many pages are garbled that the others' fonts are not trusted either."""
    garbled = sum(1 for problem in result.problems if problem.code is ProblemCode.GARBLED_TEXT)
    with_text = garbled + sum(1 for page in result.pages if page.char_count >= FEW_SIGNS)
    return garbled > 0 and garbled >= GARBLED_PAGES * with_text


def _conclude(result: ReadResult) -> None:
    """Status of the whole file from its pages."""
    if _is_garbled(result):
        result.status = ReadStatus.UNREADABLE
        result.pages = [_without_text(page) for page in result.pages]
        kept = [problem for problem in result.problems if problem.code is not ProblemCode.GARBLED_TEXT]
        message = "文字层是乱码（字体缺少文字编码），看到的字与文件中的字不同，未作识别"
        result.problems = [*kept, Problem(ProblemCode.GARBLED_TEXT, Severity.ERROR, message)]
        return
    readable = [page for page in result.pages if page.has_text_layer and page.char_count]
    lost = {
        ProblemCode.IMAGE_PAGE,
        ProblemCode.GARBLED_TEXT,
        ProblemCode.PAGE_UNREADABLE,
        ProblemCode.TOO_COMPLEX,
        ProblemCode.TOO_MANY_PAGES,
    }
    if not readable:
        result.status = ReadStatus.UNREADABLE
        message = f"全部{result.page_count}页都没有文字层（扫描件或空白），未作识别"
        result.problems.append(Problem(ProblemCode.NO_TEXT_LAYER, Severity.ERROR, message))
    elif any(problem.code in lost for problem in result.problems):
        result.status = ReadStatus.PARTIAL
