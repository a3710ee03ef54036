"""The title in a file's properties: bytes written as hex or taken for Latin letters become readable."""

import pytest

from pipelines.read.document_title import readable_title

NAME = "样例市水务局2024年部门预算"


def latin(text: str, code: str) -> str:
    """The text's bytes as a reader shows them that takes them for PDFDocEncoding."""
    import pikepdf  # noqa: F401  (registers the codec)

    return text.encode(code).decode("pdfdoc")


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        (None, None),
        ("   ", None),
        (NAME, NAME),
        ("Budget 2024", "Budget 2024"),
        (f"<{NAME.encode('gbk').hex().upper()}>", NAME),
        (f"<{NAME.encode('utf-16').hex()}", NAME),
        (f"<{('Microsoft Word - ' + NAME + '.doc').encode('gbk').hex()}>", f"{NAME}.doc"),
        (latin("市局预算.xlsx", "utf-8"), "市局预算.xlsx"),
        ("\nw\x02\u2018)ih\xd1L-\xc3", None),
    ],
)
def test_titles(printed: str | None, title: str | None) -> None:
    assert readable_title(printed) == title
