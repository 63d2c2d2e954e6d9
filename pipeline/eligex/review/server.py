"""The review server: the pages of the static site, and an API by which their scripts add decisions.

It listens on this machine alone unless told otherwise; `guard.py` says whom it answers.
"""

import json
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from eligex.annotations.decisions import REVIEWER
from eligex.review import pages, requests, site
from eligex.review.desk import Conflict, Desk, words
from eligex.review.guard import Guard
from eligex.review.results import page_number

BODY_LIMIT = 64 * 1024
_TYPES = {".css": "text/css", ".js": "text/javascript"}


def serve(results: Path, folder: Path, reviewer: str, host: str, port: int, *, quiet: bool = False) -> int:
    """Serves until interrupted; port 0 is any free one. Raises ResultsError, OSError, ValueError."""
    if not REVIEWER.fullmatch(reviewer):
        raise ValueError(f"{reviewer!r} is no name of a reviewer: letters, digits, '.', '_' and '-'")
    if host in ("0.0.0.0", "::", ""):
        raise ValueError("name one address to listen on; who asks for another is refused")
    desk = Desk(results, folder)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listening:
        port = listening.getsockname()[1]
        guard = Guard(application(desk, site.title(results), reviewer, port), host, port)
        if not quiet:
            print(f"http://{guard.name}/ as {reviewer}; decisions go to {folder}; Ctrl-C stops", flush=True)
        config = uvicorn.Config(guard, log_level="warning", server_header=False, lifespan="off")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
    return 0


def application(desk: Desk, name: str, reviewer: str, port: int) -> ASGIApp:
    """The pages and the API without the guard that has to stand before them."""
    handlers = _Handlers(desk, name, reviewer, f"eligex_reviewer_{port}")
    routes = [
        Route("/", lambda request: RedirectResponse("/index.html")),
        Route("/index.html", handlers.index),
        Route("/assets/index-data.js", handlers.data),
        Route("/assets/{name}", handlers.asset),
        Route("/trials/{page}", handlers.trial),
        Route("/diff/{page}", handlers.diff),
        Route("/api/trials/{page}/decisions", handlers.decide, methods=["POST"]),
        Route("/api/reviewer", handlers.set_reviewer, methods=["POST"]),
    ]
    return Starlette(routes=routes, exception_handlers=_ANSWERS)


class _Handlers:
    def __init__(self, desk: Desk, name: str, reviewer: str, cookie: str) -> None:
        self.desk, self.name, self.default, self.cookie = desk, name, reviewer, cookie
        self.provenance = site.provenance(desk.results.path.parent)

    def index(self, request: Request) -> Response:
        return HTMLResponse(
            pages.index(
                name=self.name,
                count=len(self.desk.rows),
                root="",
                provenance=self.provenance,
                reviewer=self._reviewer(request),
                problems=self.desk.problems,
            )
        )

    def data(self, request: Request) -> Response:
        """The rows of the index and who has reviewed what, as the script that the index reads."""
        reviews = json.dumps(self.desk.reviews(self._reviewer(request)))
        rows = "".join(map(site.line, self.desk.rows))
        script = f"window.eligexTrials = [\n{rows}];\nwindow.eligexReviews = {reviews};\n"
        return Response(script.encode("utf-8", "replace"), media_type=_TYPES[".js"])

    def asset(self, request: Request) -> Response:
        path = pages.ASSETS.get(request.path_params["name"])
        if path is None:
            raise HTTPException(404, "there is no such file")
        return FileResponse(path, media_type=_TYPES[path.suffix])

    def trial(self, request: Request) -> Response:
        number, reviewer = self._number(request), self._reviewer(request)
        seen, problems = self.desk.seen_by(number, reviewer)
        before, after = self.desk.neighbours(number)
        text = pages.trial(
            seen,
            root="../",
            before=before,
            after=after,
            page=self.desk.page(number),
            reviewer=reviewer,
            problems=[*self.desk.problems, *problems],
        )
        return _html(text)

    def diff(self, request: Request) -> Response:
        number = self._number(request)
        trial = self.desk.results[number]
        rows = [
            {
                "at": d.at,
                "reviewer": d.reviewer,
                "action": d.action,
                "target": d.target.id if d.target.kind != "decision" else "",
                "before": words(trial, d.target.kind, d.before),
                "after": words(trial, d.target.kind, d.after),
                "in_force": live,
            }
            for d, live in self.desk.history(number)
        ]
        pairs = self.desk.differences(number)
        return _html(
            pages.diff(root="../", page=self.desk.page(number), trial=trial, pairs=pairs, decisions=rows)
        )

    async def decide(self, request: Request) -> Response:
        number = self._number(request)
        wanted = requests.read(requests.Decide, await _body(request))
        return await run_in_threadpool(self._decide, number, wanted)

    def _decide(self, number: int, wanted: requests.Decide) -> Response:
        decision = self.desk.decide(number, wanted.reviewer, wanted)
        seen, problems = self.desk.seen_by(number, wanted.reviewer)
        return JSONResponse(
            {"id": decision.id, "target": decision.target.id, "body": pages.body(seen, problems)}, 201
        )

    async def set_reviewer(self, request: Request) -> Response:
        wanted = requests.read(requests.SetReviewer, await _body(request))
        answer = JSONResponse({"reviewer": wanted.name})
        answer.set_cookie(self.cookie, wanted.name, httponly=True, samesite="strict")
        return answer

    def _reviewer(self, request: Request) -> str:
        name = request.cookies.get(self.cookie, "")
        return name if REVIEWER.fullmatch(name) else self.default

    def _number(self, request: Request) -> int:
        name = request.path_params["page"]
        number = page_number(name)
        if not 0 <= number < len(self.desk.rows) or self.desk.page(number) != name:
            raise HTTPException(404, "there is no such trial")
        return number


async def _body(request: Request) -> bytes:
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise HTTPException(415, "send application/json")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > BODY_LIMIT:
            raise HTTPException(413, f"more than {BODY_LIMIT} bytes")
    return body


def _html(text: str) -> Response:
    return HTMLResponse(text.encode("utf-8", "replace"))


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


def _broken(request: Request, error: Exception) -> Response:
    """What the reviewer has to know: the decision was not kept."""
    return JSONResponse({"error": f"not kept: {type(error).__name__}: {error}"}, 500)


def _refused(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 409 if isinstance(error, Conflict) else 400)


_ANSWERS: dict[Any, Any] = {
    HTTPException: _failed,
    Conflict: _refused,
    ValueError: _refused,
    Exception: _broken,
}
