"""Functions of a page's scripts that open an address made of their arguments.

`onclick="showDetail('8a7b', 1)"` leads to `/detail.html?id=8a7b&type=1` where the page itself says
`function showDetail(id, t) { window.open("/detail.html?id=" + id + "&type=" + t); }`. Only such plain
concatenations are followed; nothing is run.
"""

import re

from lxml.html import HtmlElement

_CALL = re.compile(r"(?:^|[;\s:{])(?:return\s+)?([\w$]+)\s*\(([^()]*)\)")
_BODY = 1500
_OPENS = re.compile(
    r"(?:window\.open|location\.(?:assign|replace))\s*\(\s*(?P<call>[^;\n]*)"
    r"|location(?:\.href)?\s*=\s*(?P<set>[^;\n}]*)"
)
_PIECE = re.compile(
    r"""\s*(?:(?P<quote>["'`])(?P<text>(?:(?!(?P=quote)).)*)(?P=quote)"""
    r"""|(?:encodeURI(?:Component)?|escape|String)\s*\(\s*(?P<wrapped>[\w$]+)\s*\)|(?P<name>[\w$]+))\s*"""
)
_ARGUMENT = re.compile(r"""\s*(?:(["'])((?:(?!\1).)*)\1|([\w.\-]+))\s*(?:,|$)""")


def opened_by(handler: str, page: HtmlElement) -> str | None:
    """The address that a click's call opens, by the function's text on the page; else None."""
    call = _CALL.search(handler)
    if call is None:
        return None
    values = [match[2] if match[1] else match[3] for match in _ARGUMENT.finditer(call[2])]
    for script in page.iter("script"):
        found = _definition(script.text or "", call[1])
        if found is not None:
            names, body = found
            return _opened(body, dict(zip(names, values, strict=False)))
    return None


def _definition(script: str, name: str) -> tuple[list[str], str] | None:
    """The parameters and the text of a function."""
    word = re.escape(name)
    match = re.search(
        rf"(?:function\s+{word}|\b{word}\s*[=:]\s*function)\s*\((?P<a>[^)]*)\)\s*\{{"
        rf"|\b{word}\s*[=:]\s*(?:\((?P<b>[^)]*)\)|(?P<c>[\w$]+))\s*=>",
        script,
    )
    if match is None:
        return None
    written = next((group for group in match.group("a", "b", "c") if group), "")
    names = [parameter.strip() for parameter in written.split(",")]
    body = script[match.end() : match.end() + _BODY]
    following = re.search(r"\bfunction\b", body)
    return names, body[: following.start()] if following else body


def _opened(body: str, values: dict[str, str]) -> str | None:
    for match in _OPENS.finditer(body):
        address = _joined(match["call"] or match["set"] or "", values)
        if address:
            return address
    return None


def _filled(template: str, values: dict[str, str]) -> str | None:
    """A template literal with the arguments in it; None where it takes more than those."""
    names = re.findall(r"\$\{\s*([^}]*?)\s*\}", template)
    if any(name not in values for name in names):
        return None
    return re.sub(r"\$\{\s*([^}]*?)\s*\}", lambda match: values[match[1]], template)


def _joined(expression: str, values: dict[str, str]) -> str | None:
    """The text that a concatenation gives; None where it takes more than literals and arguments."""
    place, text, used = 0, "", False
    while piece := _PIECE.match(expression, place):
        if piece["quote"] == "`":
            filled = _filled(piece["text"], values)
            if filled is None:
                return None
            text, used = text + filled, used or filled != piece["text"]
        elif piece["quote"]:
            text += piece["text"]
        else:
            value = values.get(piece["wrapped"] or piece["name"])
            if value is None:
                return None
            text, used = text + value, True
        place = piece.end()
        if expression[place : place + 1] != "+":
            break
        place += 1
    return text if used and re.search(r"[/.?]", text) else None
