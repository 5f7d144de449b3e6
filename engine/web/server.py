"""Serve the pages on this machine alone: Flask for requests and replies, waitress for the socket.

What keeps others out, each by itself:
- it listens on the loopback address alone;
- pages stand below a path that is random in each run, and the cookie is sent nowhere else: other
  servers on this machine share the name, and cookies know no ports;
- a request under another name than this machine's (a name that someone bends here) is misdirected;
- a request that a page of another site makes is refused;
- no page may load, run, frame, or send a form to anything from elsewhere.

Nothing is logged: an address names a question, which says something of who is asked it.
"""

import base64
import datetime
import hashlib
import logging
import secrets
import socket
from functools import cache
from typing import Any

import flask
import waitress
from werkzeug.exceptions import HTTPException

from engine.consultation.moment import Day, eastern
from engine.language.base import KnowledgeBase
from engine.output import page
from engine.web.respond import respond
from engine.web.visit import Reply

ADDRESS = "127.0.0.1"
_LARGEST = 64_000  # bytes of a body
_COOKIE = "kept"
_OWN = ("same-origin", "none")  # a page of ours, or a person who typed the address
_SAYS = {
    403: "This request came from another site.",
    404: "There is no such page.",
    413: "That is too much to send at once.",
    421: "This is another name for this machine than the one the pages have.",
}


def application(kb: KnowledgeBase, secret: str, today: Day | None = None) -> flask.Flask:
    """Give what answers requests below the path `/SECRET/`, as if it were `today`, else now."""
    app = flask.Flask(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=_LARGEST, MAX_FORM_MEMORY_SIZE=_LARGEST)
    root = f"/{secret}/"

    def answer(path: str = "") -> flask.Response:
        form = _form()
        kept = flask.request.cookies.get(_COOKIE, "")
        reply = respond(kb, flask.request.method, f"/{path}", form, kept, today or _now())
        return _response(reply, root)

    for rule in (root, f"{root}<path:path>"):
        app.add_url_rule(
            rule, "answer", answer, methods=["GET", "POST"], provide_automatic_options=False
        )
    app.before_request(_guard)
    app.register_error_handler(Exception, _fault)
    app.after_request(_guarded)
    return app


def new_secret() -> str:
    """Make up a path that nobody can guess."""
    return secrets.token_urlsafe(16)


def server(app: flask.Flask, port: int) -> Any:
    """Give a server that listens on a port of this machine, 0 for any that is free.

    Its `effective_port` is that port, and its `run` ends with Ctrl-C. One thread: the rules take
    all of a core, and drawing can't be shared. Raises OSError where the port can't be had.
    """
    logging.getLogger("waitress").addHandler(logging.NullHandler())
    logging.getLogger("waitress").propagate = False
    return waitress.create_server(
        app,
        sockets=[socket.create_server((ADDRESS, port))],
        threads=1,
        ident=None,
        max_request_body_size=2 * _LARGEST,
        max_request_header_size=2 * _LARGEST,
    )


def _now() -> Day:
    return eastern(datetime.datetime.now(datetime.timezone.utc))


def _guard() -> None:
    """Refuse what does not come from a page of ours or from the person."""
    request = flask.request
    port = request.environ["SERVER_PORT"]  # the server's own, whatever the request says
    names = (f"{ADDRESS}:{port}", f"localhost:{port}")
    if request.host not in names:
        flask.abort(421)
    site = request.headers.get("Sec-Fetch-Site", "")
    if site and site not in _OWN:
        flask.abort(403)
    origin = request.headers.get("Origin", "")
    # A page that sends no Referer sends "null" with its own forms; then the site says whose it is.
    is_own = origin == f"http://{request.host}" or (origin == "null" and site == "same-origin")
    if origin and not is_own:
        flask.abort(403)


def _form() -> dict[str, list[str]]:
    """Give the fields of a form, and the text of each file in it."""
    request = flask.request
    if request.method != "POST":
        return {}
    form = {name: request.form.getlist(name) for name in request.form}
    for name, files in request.files.lists():
        form[name] = [file.read().decode("utf-8", "replace") for file in files]
    return form


def _response(reply: Reply, root: str) -> flask.Response:
    response = flask.Response(reply.body, reply.status, content_type=reply.media)
    if reply.to:
        response.headers["Location"] = root + reply.to.removeprefix("/")
    if reply.name:
        response.headers["Content-Disposition"] = f'attachment; filename="{reply.name}"'
    if reply.kept:
        response.set_cookie(_COOKIE, reply.kept, path=root, httponly=True, samesite="Strict")
    elif reply.kept is not None:
        response.delete_cookie(_COOKIE, path=root, httponly=True, samesite="Strict")
    return response


def _fault(error: Exception) -> flask.Response:
    """Say in a sentence what went wrong; whatever is not foreseen is not told further."""
    status = error.code or 500 if isinstance(error, HTTPException) else 500
    says = _SAYS.get(status, "That did not work. Go back and try again.")
    return flask.Response(says + "\n", status, content_type="text/plain; charset=utf-8")


def _guarded(response: flask.Response) -> flask.Response:
    """Put on every response what a browser has to hold to."""
    response.headers.update(
        {
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Content-Security-Policy": _policy(),
        }
    )
    return response


@cache
def _policy() -> str:
    """Allow the styles in a page, and the one script that the plan has: it copies texts."""
    script = page.script().encode()
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
