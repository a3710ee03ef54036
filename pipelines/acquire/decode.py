"""Bytes of a page → text: declared encodings are often missing and sometimes lie."""

import re

from w3lib.encoding import html_to_unicode

_DECLARED = re.compile(rb"charset", re.IGNORECASE)


def decode_page(body: bytes, content_type: str = "", encoding: str | None = None) -> str:
    """The text: by the site's own setting; as UTF-8 where the bytes are that throughout (no other
    encoding's are,
    by chance); else by header and meta tag; else whichever of UTF-8 and GB18030 leaves fewer broken
    characters.
    """
    if encoding:
        return body.decode(encoding, errors="replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if "charset" in content_type.lower() or _DECLARED.search(body[:4096]):
        _, text = html_to_unicode(content_type, body, default_encoding="utf-8")
        if "\ufffd" not in text:
            return str(text)
    readings = [body.decode(name, errors="replace") for name in ("utf-8", "gb18030")]
    return min(readings, key=lambda reading: reading.count("\ufffd"))
