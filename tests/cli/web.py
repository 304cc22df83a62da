"""A web server on loopback that answers as it is told: for tests of what fetches.

    with Server() as server:
        server.pages["/feed"] = Page(body, type="application/rss+xml")
        server.url("/feed")
        server.log        # every request: host, path and headers, in order
"""

import hashlib
import threading
import time
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """One answer. Without headers of its own, it is cacheable: by ETag and by date."""

    body: bytes = b""
    status: int = 200
    type: str = "application/rss+xml"
    headers: dict = field(default_factory=dict)
    etag: bool = True
    modified: float | None = 1_700_000_000
    length: int | None = None  # a lie
    pieces: object = None      # callable: yields the body, piece by piece, no length announced

    def __post_init__(self):
        if isinstance(self.body, str):
            self.body = self.body.encode()

    def tag(self):
        return '"' + hashlib.sha1(self.body).hexdigest()[:12] + '"'


@dataclass
class Request:
    host: str
    path: str
    headers: dict
    status: int = 0

    @property
    def conditional(self):
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self):
        server = self.server.owner
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(headers.get("host", "").split(":")[0], self.path, headers)
        with server.lock:
            server.log.append(request)
            server.active[request.host] = server.active.get(request.host, 0) + 1
            server.most_active = max(server.most_active, sum(server.active.values()))
            server.most_per_host = max(server.most_per_host, server.active[request.host])
        try:
            page = server.pages.get(self.path)
            if callable(page):
                page = page(request)
            self.answer(request, page or Page(b"nothing here", 404, "text/plain"))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with server.lock:
                server.active[request.host] -= 1

    def answer(self, request, page):
        time.sleep(self.server.owner.delay)
        current = page.status == 200 and (
            (page.etag and request.headers.get("if-none-match") == page.tag())
            or (not page.etag and page.modified and
                request.headers.get("if-modified-since") == formatdate(page.modified, usegmt=True)))
        request.status = 304 if current else page.status
        self.send_response(request.status)
        if page.status == 200 and page.etag:
            self.send_header("ETag", page.tag())
        if page.status == 200 and page.modified:
            self.send_header("Last-Modified", formatdate(page.modified, usegmt=True))
        for name, value in page.headers.items():
            self.send_header(name, value)
        if current:
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if page.type:
            self.send_header("Content-Type", page.type)
        if page.pieces is None:
            self.send_header("Content-Length", str(len(page.body) if page.length is None else page.length))
            self.end_headers()
            self.wfile.write(page.body)
            if page.length is not None:
                self.close_connection = True
        else:
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            for piece in page.pieces():
                if self.server.owner.closing.is_set():
                    return
                self.wfile.write(piece)
                self.wfile.flush()

    def log_message(self, *_):
        pass


class Server:
    """Listens on all of 127.0.0.0/8, so that tests can have many hosts."""

    def __init__(self):
        self.pages = {}
        self.log = []
        self.lock = threading.Lock()
        self.active = {}
        self.most_active = 0
        self.most_per_host = 0
        self.delay = 0
        self.closing = threading.Event()

    def __enter__(self):
        class Listener(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 128

            def handle_error(self, request, client_address):
                pass

        self.listener = Listener(("0.0.0.0", 0), Handler)
        self.listener.owner = self
        self.port = self.listener.server_address[1]
        self.thread = threading.Thread(target=self.listener.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.listener.shutdown()
        self.listener.server_close()
        self.thread.join(10)

    def url(self, path, host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def paths(self):
        return [request.path for request in self.log]


def rss(title, items, link="https://blog.example.org/"):
    """A feed of items given as dicts: guid, title, link, text, date."""
    entries = "".join(
        f"<item><title>{item['title']}</title>"
        + (f"<guid isPermaLink=\"false\">{item['guid']}</guid>" if "guid" in item else "")
        + (f"<link>{item['link']}</link>" if "link" in item else "")
        + (f"<pubDate>{item['date']}</pubDate>" if "date" in item else "")
        + f"<description>{item.get('text', item['title'])}</description></item>"
        for item in items)
    return (f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{title}</title>'
            f"<link>{link}</link><description>{title}</description>{entries}</channel></rss>")
