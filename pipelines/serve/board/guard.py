"""Who may change something (访问控制): a token, a signed cookie, a form token, headers that fence in.

In: requests. Out: a `Visitor`, or a refusal. Does not belong here: pages.
"""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response

COOKIE = "mingzhang_session"
HOURS = 12
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks: a reader, or somebody who has shown the token and given a name."""

    name: str | None = None
    form_token: str = ""

    @property
    def may_change(self) -> bool:
        """Whether the token was shown."""
        return self.name is not None


@dataclass(slots=True)
class Gate:
    """Lets in who knows the token; without a token nobody may change anything.

    Attributes:
        failures: moments of recent wrong tokens; after too many, nobody is let in for a while.
    """

    token: str | None
    failures: list[float] = field(default_factory=list)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def admit(self, token: str, name: str) -> str | None:
        """The cookie of a new session, None where the token is wrong or too many were wrong before."""
        now = time.monotonic()
        self.failures = [moment for moment in self.failures if now - moment < 60]
        if len(self.failures) >= 10:
            return None
        if not self.token or not hmac.compare_digest(token.encode(), self.token.encode()):
            self.failures.append(now)
            return None
        body = f"{int(time.time()) + HOURS * 3600}.{secrets.token_hex(16)}.{name.encode().hex()}"
        return f"{body}.{self._signed('session', body)}"

    def visitor(self, request: Request) -> Visitor:
        """Who the cookie says is asking."""
        body, _, signature = request.cookies.get(COOKIE, "").rpartition(".")
        if not body or not hmac.compare_digest(signature.encode(), self._signed("session", body).encode()):
            return Visitor()
        expires, _, name = body.split(".")
        if int(expires) < time.time():
            return Visitor()
        return Visitor(bytes.fromhex(name).decode(), self._signed("form", body))

    def allows(self, request: Request, form: Any) -> Visitor | None:
        """The visitor where this form was ours and sent from our own page, else None."""
        visitor = self.visitor(request)
        given = str(form.get("form_token", ""))
        if not visitor.may_change or from_elsewhere(request):
            return None
        return visitor if hmac.compare_digest(given.encode(), visitor.form_token.encode()) else None

    def _signed(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def from_elsewhere(request: Request) -> bool:
    """Whether the browser says that another site's page sent this."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    return urlsplit(origin).netloc != request.headers.get("host")


class Fence(BaseHTTPMiddleware):
    """Adds the security headers to every answer that does not bring its own."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        """Pass the request on, fence the answer in."""
        response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
