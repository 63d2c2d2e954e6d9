"""Whom the review server answers: pages of its own, asked for by its own name.

A foreign site may resolve its name to this machine (the Host header tells), and may let a browser send
requests here (Origin and Sec-Fetch-Site tell). Neither gets as far as the application.
"""

import ipaddress
from typing import Optional

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from eligex.review.pages import SERVED_POLICY

_HEADERS = {
    "Content-Security-Policy": f"{SERVED_POLICY}; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Guard:
    """An ASGI application around another. `name` is the host and port to open it by."""

    def __init__(self, inner: ASGIApp, host: str, port: int) -> None:
        self.inner = inner
        own = f"[{host}]" if ":" in host else host
        hosts = {own, "127.0.0.1", "localhost", "[::1]"} if _is_loopback(host) else {own}
        self.name = f"{own}:{port}"
        self.hosts = {f"{name}:{port}" for name in hosts} | (hosts if port == 80 else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        if refusal is None:
            await self.inner(scope, receive, guarded)
        else:
            await JSONResponse({"error": refusal}, 403)(scope, receive, guarded)

    def _refusal(self, method: str, headers: Headers) -> Optional[str]:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return "this server is not the host that was asked for"
        site, mode = headers.get("sec-fetch-site", "none"), headers.get("sec-fetch-mode", "")
        if site not in ("none", "same-origin") and mode != "navigate":
            return "another site may not ask"
        if method not in ("GET", "HEAD") and headers.get("origin", "") != f"http://{hosts[0].lower()}":
            return "another site may not decide"
        return None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
