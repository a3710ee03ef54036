"""What could not be read or trusted, where, and why: one enum of codes for the whole product."""

from dataclasses import dataclass
from enum import StrEnum

from pipelines.domain.page import Box


class Severity(StrEnum):
    """How much a problem takes away: error (nothing usable), warning (part lost), note (worth knowing)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class ProblemCode(StrEnum):
    """Why something was not read or is not trusted; the Chinese meaning is what the operator reads."""

    NOT_A_PDF = "not_a_pdf"
    EMPTY_FILE = "empty_file"
    DAMAGED_PDF = "damaged_pdf"
    ENCRYPTED_PDF = "encrypted_pdf"
    NO_PAGES = "no_pages"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_COMPLEX = "too_complex"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    WORKER_DIED = "worker_died"
    PAGE_UNREADABLE = "page_unreadable"
    IMAGE_PAGE = "image_page"
    NO_TEXT_LAYER = "no_text_layer"
    GARBLED_TEXT = "garbled_text"
    HIDDEN_TEXT = "hidden_text"
    NOT_A_DISCLOSURE = "not_a_disclosure"
    BLANK_TEMPLATE = "blank_template"
    ENTITY_UNKNOWN = "entity_unknown"
    FISCAL_YEAR_UNKNOWN = "fiscal_year_unknown"
    UNKNOWN_TABLE = "unknown_table"
    UNKNOWN_COLUMN = "unknown_column"
    MONEY_UNIT_UNKNOWN = "money_unit_unknown"
    UNCLAIMED_NUMBER = "unclaimed_number"
    CODE_MALFORMED = "code_malformed"
    READERS_DISAGREE = "readers_disagree"
    TABLE_WITHOUT_RULES = "table_without_rules"
    INTERNAL_ERROR = "internal_error"

    @property
    def chinese(self) -> str:
        """What the operator reads."""
        return _CHINESE[self]


_CHINESE = {
    ProblemCode.NOT_A_PDF: "不是PDF文件",
    ProblemCode.EMPTY_FILE: "空文件",
    ProblemCode.DAMAGED_PDF: "PDF文件损坏或不完整",
    ProblemCode.ENCRYPTED_PDF: "PDF文件加密，需要密码",
    ProblemCode.NO_PAGES: "PDF没有页面",
    ProblemCode.TOO_MANY_PAGES: "页数超过上限",
    ProblemCode.TOO_COMPLEX: "页面过于复杂，超过读取上限",
    ProblemCode.TIMED_OUT: "读取超时",
    ProblemCode.OUT_OF_MEMORY: "读取超出内存上限",
    ProblemCode.WORKER_DIED: "读取进程异常退出",
    ProblemCode.PAGE_UNREADABLE: "页面无法读取",
    ProblemCode.IMAGE_PAGE: "页面为图片，没有文字层（不作识别）",
    ProblemCode.NO_TEXT_LAYER: "全文没有文字层（扫描件）",
    ProblemCode.GARBLED_TEXT: "文字层是乱码，看到的字与可复制的字不同",
    ProblemCode.HIDDEN_TEXT: "存在不可见文字，已剔除",
    ProblemCode.NOT_A_DISCLOSURE: "内容不是预算或决算公开",
    ProblemCode.BLANK_TEMPLATE: "空白模板，没有数据",
    ProblemCode.ENTITY_UNKNOWN: "未能确定公开主体",
    ProblemCode.FISCAL_YEAR_UNKNOWN: "未能确定预算年度",
    ProblemCode.UNKNOWN_TABLE: "未识别的表",
    ProblemCode.UNKNOWN_COLUMN: "未识别的栏目",
    ProblemCode.MONEY_UNIT_UNKNOWN: "未找到金额单位",
    ProblemCode.UNCLAIMED_NUMBER: "数字未能归入任何单元",
    ProblemCode.CODE_MALFORMED: "科目编码不规范",
    ProblemCode.READERS_DISAGREE: "两种读取方式结果不一致",
    ProblemCode.TABLE_WITHOUT_RULES: "表格没有完整框线",
    ProblemCode.INTERNAL_ERROR: "程序内部错误",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was not read or is not trusted.

    Attributes:
        page: 1-based page number, None for the whole file.
        box: where on the page, in points from the top left, None for the whole page.
        tokens: the printed numbers left unclaimed.
    """

    code: ProblemCode
    severity: Severity
    message: str
    page: int | None = None
    box: Box | None = None
    tokens: tuple[str, ...] = ()
