"""The rows of a document of which nothing could be read: it is in the lake all the same, with the reason."""

from typing import Any

from pipelines.domain.document import ContentClass, ReadStatus, SourceDocument
from pipelines.domain.problem import Problem, ProblemCode

TRANSIENT = (ProblemCode.WORKER_DIED, ProblemCode.TIMED_OUT, ProblemCode.OUT_OF_MEMORY)
"""What may go better another time or on another machine: read again with `--retry-failed`."""

_REMEDIES = {
    ProblemCode.NOT_A_PDF: "打开原公开页面核对链接，重新下载PDF",
    ProblemCode.EMPTY_FILE: "重新下载；若网站上即为空文件，请通知公开单位",
    ProblemCode.DAMAGED_PDF: "重新下载；仍然损坏时请公开单位重新上传",
    ProblemCode.ENCRYPTED_PDF: "请公开单位去除打开密码后重新公开",
    ProblemCode.NO_PAGES: "请公开单位重新上传",
    ProblemCode.TOO_MANY_PAGES: "拆分后重新读取",
    ProblemCode.TOO_COMPLEX: "打印为新的PDF后重新读取",
    ProblemCode.TIMED_OUT: "空闲时加 --retry-failed 重读，或用 --seconds 放宽时限",
    ProblemCode.OUT_OF_MEMORY: "加 --retry-failed 并用 --memory 放宽内存上限重读",
    ProblemCode.WORKER_DIED: "加 --retry-failed 重读；仍然失败请报告此文件",
    ProblemCode.GARBLED_TEXT: "字体缺少文字编码：请公开单位嵌入字体后重新导出",
    ProblemCode.NO_TEXT_LAYER: "扫描件：请公开单位提供可复制文字的版本",
    ProblemCode.IMAGE_PAGE: "该页为图片：请公开单位提供可复制文字的版本",
    ProblemCode.INTERNAL_ERROR: "程序缺陷：请报告此文件",
}


def remedy(code: str) -> str:
    """What the operator can do about a problem, in one Chinese phrase."""
    return _REMEDIES.get(ProblemCode(code), "人工查看原文件")


def failed_rows(
    source: SourceDocument, size: int | None, problem: Problem
) -> dict[str, list[dict[str, Any]]]:
    """Rows of the tables `documents` and `problems`."""
    document = {
        "document_id": source.document_id,
        "source_id": source.source_id,
        "path": source.path,
        "bytes": size,
        "content_class": ContentClass.UNREADABLE.value,
        "read_status": ReadStatus.UNREADABLE.value,
    }
    row = {
        "document_id": source.document_id,
        "problem_no": 0,
        "code": problem.code.value,
        "severity": problem.severity.value,
        "message": problem.message,
        "page": problem.page,
        "tokens": list(problem.tokens),
    }
    return {"documents": [document], "problems": [row]}
