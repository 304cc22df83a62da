#!/usr/bin/env python3
"""Serves searches of an index as JSON, on this machine only.

    python3 serve.py posts --port 8000
    curl 'http://127.0.0.1:8000/search?q=connection+pool&facets=kind,year'
    curl 'http://127.0.0.1:8000/suggest?q=conn'
    curl 'http://127.0.0.1:8000/document?id=https://example.org/post'

All that a request may ask for is bounded. Errors are JSON, too: {"error": "..."}.
"""

import argparse
import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List
from urllib.parse import parse_qs, urlsplit

import kb

LONGEST_QUERY = 1000
MOST_RESULTS = 100
HIGHEST_OFFSET = 10_000
TIMEOUT_MS = 2000

JSON = Dict[str, Any]


class Parameters:
    """The parameters of a request. What is wrong with one is a ValueError that names it."""

    def __init__(self, query_string: str, known: List[str]) -> None:
        given = parse_qs(query_string, keep_blank_values=True, max_num_fields=20)
        for name, values in given.items():
            if name not in known:
                raise ValueError(f"{name}: unknown; known are {', '.join(known)}")
            if len(values) > 1:
                raise ValueError(f"{name}: given twice")
        self._values = {name: values[0] for name, values in given.items()}

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name, default)
        if len(value) > LONGEST_QUERY:
            raise ValueError(f"{name}: longer than {LONGEST_QUERY} characters")
        return value

    def number(self, name: str, default: int, most: int) -> int:
        value = self._values.get(name, str(default))
        if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) <= most):
            raise ValueError(f"{name}: not a whole number from 0 to {most}")
        return int(value)


def search(searcher: kb.Searcher, query_string: str) -> JSON:
    known = ["q", "limit", "offset", "sort", "match", "profile", "facets", "similar"]
    parameters = Parameters(query_string, known)
    results = searcher.search(
        parameters.text("q"),
        limit=parameters.number("limit", 10, MOST_RESULTS),
        offset=parameters.number("offset", 0, HIGHEST_OFFSET),
        sort=parameters.text("sort", "relevance"),
        match=parameters.text("match", "any"),
        profile=parameters.text("profile", "default"),
        facets=parameters.text("facets"),
        similar=parameters.text("similar") or None,
        timeout=TIMEOUT_MS,
    )
    answer: JSON = json.loads(results.to_json())
    return answer


def suggest(searcher: kb.Searcher, query_string: str) -> JSON:
    parameters = Parameters(query_string, ["q", "limit"])
    limit = parameters.number("limit", 10, MOST_RESULTS)
    return {"suggestions": searcher.suggest(parameters.text("q"), limit)}


def document(searcher: kb.Searcher, query_string: str) -> JSON:
    found = searcher.document(Parameters(query_string, ["id"]).text("id"))
    if found is None:
        raise kb.NotFoundError("no document of that id")
    return found.to_dict()


ROUTES = {"/search": search, "/suggest": suggest, "/document": document}


class Handler(BaseHTTPRequestHandler):
    """One request. The searcher is shared by all threads and sees new commits by itself."""

    searcher: kb.Searcher
    protocol_version = "HTTP/1.1"
    timeout = 30  # of a client that says nothing

    def do_GET(self) -> None:
        target = urlsplit(self.path)
        route = ROUTES.get(target.path)
        try:
            if route is None:
                raise kb.NotFoundError(f"no such path; there are {', '.join(ROUTES)}")
            self.answer(HTTPStatus.OK, route(self.searcher, target.query))
        except kb.NotFoundError as error:
            self.answer(HTTPStatus.NOT_FOUND, {"error": error.message})
        except ValueError as error:
            self.answer(HTTPStatus.BAD_REQUEST, {"error": str(error)})
        except kb.Error as error:
            self.log_error("%s", error)
            self.answer(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": "the index cannot be read"})

    def send_error(self, code: int, message: Any = None, explain: Any = None) -> None:
        """What the base class answers to malformed requests and other methods."""
        self.close_connection = True
        self.answer(HTTPStatus(code), {"error": HTTPStatus(code).phrase})

    def answer(self, status: HTTPStatus, value: JSON) -> None:
        # No character that HTML knows, whatever a browser takes the answer for.
        text = json.dumps(value).translate({ord(c): f"\\u{ord(c):04x}" for c in "<>&"})
        body = text.encode("ascii")
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Requests are not logged, errors are."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Serves searches of an index as JSON.")
    parser.add_argument("index", help="the index")
    parser.add_argument("--port", type=int, default=8000, help="0: any that is free (default: 8000)")
    options = parser.parse_args()
    Handler.searcher = kb.Searcher(options.index)
    with ThreadingHTTPServer(("127.0.0.1", options.port), Handler) as server:
        print(f"http://127.0.0.1:{server.server_address[1]}/search?q=", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
