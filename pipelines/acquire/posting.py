"""Requests that are more than an address: a body sent with POST, or a page's own form sent on (翻页表单).

Both are written as one text behind the address's `#`, so that links, ledger and paging know them like any
address.
"""

import re
from urllib.parse import quote, unquote, urlencode

from lxml.html import FormElement, HtmlElement

from pipelines.acquire.links import FORM, joined

_BODY = "#/POST/"
_POSTBACK = re.compile(
    r"""(?:__doPostBack|WebForm_PostBackOptions)\s*\(\s*(["'])(?P<target>.*?)\1\s*,\s*(["'])(?P<argument>.*?)\3"""
)


def with_body(url: str, body: str) -> str:
    """A POST as one text."""
    return f"{url}{_BODY}{quote(body, safe='')}"


def body_of(url: str) -> tuple[str, str | None]:
    """The address to ask and the body to send, None for a plain GET."""
    address, mark, body = url.partition(_BODY)
    if mark:
        return address, unquote(body)
    form = FORM.search(url)
    return (url[: form.start()], unquote(url[form.end() :])) if form else (url, None)


def submitted(element: HtmlElement, base: str) -> str | None:
    """The request that a click on `__doPostBack('pager','3')` sends: its form, with the page's own state.

    The state (`__VIEWSTATE`) differs from night to night and is no part of what the page is known by: that is
    the number of steps from the list's first page.
    """
    call = _POSTBACK.search(unquote(element.get("href") or "") + (element.get("onclick") or ""))
    if call is None:
        return None
    form = next(element.iterancestors("form"), None)
    if form is None:
        form = next((one for one in element.getroottree().getroot().iter("form")), None)
    if not isinstance(form, FormElement):
        return None
    address = joined(base, form.get("action") or base.partition("#")[0])
    if address is None:
        return None
    fields = {str(name): str(value) for name, value in form.form_values() if value is not None}
    fields |= {"__EVENTTARGET": call["target"], "__EVENTARGUMENT": call["argument"]}
    before = FORM.search(base)
    step = int(before[1]) + 1 if before else 2
    return f"{address.partition('#')[0]}#/FORM/{step}/{quote(urlencode(fields), safe='')}"
