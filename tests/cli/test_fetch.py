"""URLs as inputs: what is fetched, what is refused, what broken servers can do."""

import gzip
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
import zlib

import pytest

from conftest import one_line
from web import Page, Server

TEXT = "A lantern on the pier\n\nIt was lit at dusk and burned all night.\n"


@pytest.fixture
def web():
    with Server() as server:
        server.pages["/text"] = Page(TEXT, type="text/plain; charset=utf-8")
        yield server


def parse(kb, *args, private=True, **options):
    return kb.index("parse", *args, *(["--allow-private"] if private else []), **options)


def failure(kb, url, *args, **options):
    """The one line that says why a URL cannot be read."""
    outcome = parse(kb, url, *args, **options)
    assert outcome.code == 2 and outcome.out == "", outcome
    assert one_line(outcome.err), outcome.err
    assert "cannot be fetched: " in outcome.err
    return outcome.err


def test_a_page_is_read_from_the_web(kb, web):
    outcome = parse(kb, web.url("/text"))
    assert outcome.code == 0, outcome.err
    document = outcome.json()
    assert document["title"] == "A lantern on the pier"
    assert document["url"] == document["id"] == web.url("/text")
    assert document["source"] == "127.0.0.1"


def test_the_program_and_its_version_introduce_themselves(kb, web):
    parse(kb, web.url("/text"))
    version = kb.index("--version").out.split()[1]
    assert re.fullmatch(rf"kb/{re.escape(version)} \(\+https://\S+; feed reader\)", web.log[0].headers["user-agent"])


def test_a_url_that_fails_is_one_line_and_the_rest_goes_on(kb, web):
    outcome = kb.index("add", web.url("/none"), web.url("/text"), "--allow-private")
    assert outcome.code == 1
    assert outcome.err.startswith(f"kbindex: {web.url('/none')}: cannot be fetched: the server answered 404")
    assert "added 1, updated 0, unchanged 0, failed 1 in" in outcome.err


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::1]",
                                  "[::ffff:127.0.0.1]", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
                                  "[fe80::1]", "[fc00::1]", "224.0.0.1", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"])
def test_addresses_that_are_not_public_are_refused(kb, web, host):
    assert "not a public address" in failure(kb, f"http://{host}:{web.port}/text", private=False)
    assert web.log == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(kb, web, status):
    web.pages["/old"] = Page(status=status, headers={"Location": "text"})
    assert parse(kb, web.url("/old")).json()["url"] == web.url("/text")


def test_a_redirect_to_a_file_is_refused(kb, web):
    web.pages["/"] = Page(status=302, headers={"Location": "file:///etc/passwd"})
    assert "only http and https are fetched" in failure(kb, web.url("/"))


@pytest.mark.parametrize("target", ["ftp://example.org/", "gopher://127.0.0.1/", "javascript:alert(1)", "http://",
                                    "http://exa mple.org/"])
def test_redirects_to_anything_else_are_refused(kb, web, target):
    web.pages["/"] = Page(status=302, headers={"Location": target})
    failure(kb, web.url("/"))


def test_a_redirect_loop_ends(kb, web):
    web.pages["/a"] = Page(status=302, headers={"Location": "/b"})
    web.pages["/b"] = Page(status=302, headers={"Location": "/a"})
    assert "redirects more than" in failure(kb, web.url("/a"))
    assert len(web.log) < 20


@pytest.mark.parametrize("coding, compress", [
    ("gzip", gzip.compress), ("deflate", zlib.compress),
    ("x-gzip", gzip.compress)])
def test_compression_is_undone(kb, web, coding, compress):
    web.pages["/"] = Page(compress(TEXT.encode()), type="text/plain", headers={"Content-Encoding": coding})
    outcome = parse(kb, web.url("/"))
    assert outcome.json()["title"] == "A lantern on the pier"
    assert "gzip" in web.log[0].headers["accept-encoding"]


def test_a_compression_bomb_is_cut_off(kb, web):
    bomb = gzip.compress(bytes(1 << 20), 9) * 200  # members follow each other
    single = zlib.compressobj(9)
    block = bytes(1 << 20)
    data = b"".join(single.compress(block) for _ in range(200)) + single.flush()
    web.pages["/"] = Page(data, type="text/plain", headers={"Content-Encoding": "deflate"})
    assert "is larger than 16 MiB" in failure(kb, web.url("/"))
    web.pages["/"] = Page(bomb, type="text/plain", headers={"Content-Encoding": "gzip"})
    failure_or_part = parse(kb, web.url("/"))
    assert failure_or_part.code == 2


def test_broken_compression_is_a_failure(kb, web):
    web.pages["/"] = Page(b"not gzip at all, not at all", type="text/plain", headers={"Content-Encoding": "gzip"})
    failure(kb, web.url("/"))


def test_a_body_that_never_ends_is_cut_off(kb, web):
    def endless():
        while True:
            yield b"lantern and pier\n" * 4096
    web.pages["/"] = Page(pieces=endless, type="text/plain")
    assert "is larger than 16 MiB" in failure(kb, web.url("/"))


def test_a_server_that_trickles_runs_out_of_time(kb, web):
    def trickle():
        while True:
            yield b"x"
            time.sleep(0.1)
    web.pages["/"] = Page(pieces=trickle, type="text/plain")
    start = time.monotonic()
    assert "timed out after 1 s" in failure(kb, web.url("/"), "--timeout", "1")
    assert time.monotonic() - start < 20


def test_headers_without_end_are_cut_off(kb, web):
    web.pages["/"] = Page(TEXT, type="text/plain", headers={f"X-{i}": "x" * 1000 for i in range(1000)})
    failure(kb, web.url("/"))


def test_a_body_shorter_than_announced_is_a_failure(kb, web):
    web.pages["/"] = Page(TEXT, type="text/plain", length=len(TEXT) + 100)
    assert "ends early" in failure(kb, web.url("/"))


def test_a_body_longer_than_announced_is_read_as_far_as_announced(kb, web):
    web.pages["/"] = Page(TEXT, type="text/plain", length=21)
    assert parse(kb, web.url("/")).json()["title"] == "A lantern on the pier"


def test_a_charset_in_the_header_is_obeyed(kb, web):
    web.pages["/"] = Page("Žluťoučký kůň\n\npěl ódy.\n".encode("iso-8859-2"), type="text/plain; charset=ISO-8859-2")
    assert parse(kb, web.url("/")).json()["title"] == "Žluťoučký kůň"


def test_a_charset_that_is_a_lie_does_not_garble_what_can_be_told(kb, web):
    web.pages["/"] = Page("Straße und Brücke\n\nÜber Öl.\n".encode("windows-1252"), type="text/plain; charset=utf-8")
    assert parse(kb, web.url("/")).json()["title"] == "Straße und Brücke"


def test_what_is_no_http_is_a_failure(kb):
    listener = socket.create_server(("127.0.0.1", 0))
    try:
        listener.settimeout(20)
        with kb.start("kbindex", "parse", f"http://127.0.0.1:{listener.getsockname()[1]}/", "--allow-private",
                      stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            connection, _ = listener.accept()
            connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\x1b[2J")
            connection.close()
            out, err = process.communicate(timeout=60)
        assert process.returncode == 2 and out == b"" and b"\x1b" not in err
    finally:
        listener.close()


def test_nobody_listening_is_a_failure(kb):
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    listener.close()
    assert "cannot connect" in failure(kb, f"http://127.0.0.1:{port}/")


def test_credentials_are_sent_but_never_shown(kb, web):
    web.pages["/old"] = Page(status=302, headers={"Location": web.url("/text")})
    url = web.url("/old").replace("http://", "http://ada:s3cret@")
    outcome = parse(kb, url, "-v")
    assert "s3cret" not in outcome.out + outcome.err
    assert [r.headers.get("authorization") for r in web.log] == ["Basic YWRhOnMzY3JldA=="] * 2
    assert "s3cret" not in failure(kb, web.url("/none").replace("http://", "http://ada:s3cret@"))


def test_credentials_do_not_follow_to_another_server(kb, web):
    web.pages["/old"] = Page(status=302, headers={"Location": web.url("/text", "127.0.0.2")})
    parse(kb, web.url("/old").replace("http://", "http://ada:s3cret@"))
    assert "authorization" not in web.log[1].headers


def test_proxies_of_the_environment_are_not_used(kb, web):
    env = {name: "http://127.0.0.1:1" for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY")}
    assert parse(kb, web.url("/text"), env=env).code == 0


def test_a_proxy_is_used_where_it_is_named(kb, web):
    web.pages["http://example.org/page"] = Page(TEXT, type="text/plain")
    outcome = parse(kb, "http://example.org/page", "--proxy", web.url(""), private=False)
    assert outcome.json()["url"] == "http://example.org/page"


def test_an_interrupt_ends_a_fetch_at_once(kb, web):
    def silence():
        for _ in range(600):
            time.sleep(0.1)
            yield b""
    web.pages["/"] = Page(pieces=silence, type="text/plain")
    with kb.start("kbindex", "add", web.url("/"), "--allow-private", stderr=subprocess.PIPE) as process:
        end = time.monotonic() + 20
        while not web.log and time.monotonic() < end:
            time.sleep(0.02)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        error = process.communicate(timeout=60)[1].decode()
    assert time.monotonic() - start < 10
    assert process.returncode == 128 + signal.SIGINT
    assert "interrupted" in error and "failed 0" in error


def test_zstd_is_undone_where_the_library_offers_it(kb, web):
    packed = subprocess.run(["zstd", "-q", "-c"], input=TEXT.encode(), capture_output=True, check=True).stdout
    web.pages["/"] = Page(packed, type="text/plain", headers={"Content-Encoding": "zstd"})
    outcome = parse(kb, web.url("/"))
    if "zstd" not in web.log[0].headers["accept-encoding"]:
        pytest.skip("this libcurl has no zstd")
    assert outcome.json()["title"] == "A lantern on the pier"


def test_a_certificate_that_nobody_vouches_for_is_refused(kb, web, tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", tmp_path / "key", "-out", tmp_path / "cert", "-subj", "/CN=localhost", "-days", "2",
                    "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    web.listener.socket = context.wrap_socket(web.listener.socket, server_side=True)
    assert "certificate" in failure(kb, f"https://localhost:{web.port}/text")
    assert web.log == []
