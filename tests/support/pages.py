"""Small pages and files for tests of acquiring: lists, articles and PDFs made on the spot."""


def pdf(text: str) -> bytes:
    """A small valid PDF whose bytes depend on the text."""
    comment = text.encode("utf-8").hex().encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ]
    out = b"%PDF-1.4\n%" + comment + b"\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer << /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def list_page(title: str, items: list[tuple[str, str]], more: str = "") -> str:
    rows = "".join(f'<li><a href="{href}">{text}</a><span>2026-03-02</span></li>' for text, href in items)
    body = f"<h1>{title}</h1><ul class='list'>{rows}</ul>{more}"
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def article(title: str, attachments: list[tuple[str, str]]) -> str:
    files = "".join(f'<p><a href="{href}">{text}</a></p>' for text, href in attachments)
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div class='content'><p>现将{title}予以公开。</p>{files}</div><a href='/'>首页</a></body></html>"
    )
