"""The examples run, and the server keeps its promises."""

import http.client
import json
import pathlib
import subprocess
import sys
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import pytest

import kb
from conftest import AS_OF

EXAMPLES = pathlib.Path(__file__).resolve().parents[1] / "examples"


class Served:
    def __init__(self, port):
        self.port = port

    def request(self, target, method="GET"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, target)
            response = connection.getresponse()
            body = response.read()
            assert response.headers["Content-Type"] == "application/json"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert not set(b"<>&") & set(body)
            return response.status, json.loads(body)
        finally:
            connection.close()

    def get(self, path, **parameters):
        return self.request(f"{path}?{urllib.parse.urlencode(parameters)}")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    path = tmp_path_factory.mktemp("served") / "index"
    with kb.Index(path, create=True) as index:
        index.add([{"id": "<1>", "title": "<b>Lantern</b> & harbour", "text": "A lantern.", "published": "2024-05-01"},
                   {"id": "2", "title": "Another", "text": "lantern too", "kind": "readme"}])
    server = subprocess.Popen([sys.executable, EXAMPLES / "serve.py", path, "--port", "0"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
    try:
        yield Served(int(urllib.parse.urlsplit(server.stdout.readline()).port))
    finally:
        server.terminate()
        server.communicate(timeout=30)


def test_the_server_searches(served):
    status, answer = served.get("/search", q="lantern", facets="kind", limit=1)
    assert (status, answer["total"], len(answer["hits"])) == (200, 2, 1)
    assert {value["value"]: value["count"] for value in answer["facets"]["kind"]} == {"article": 1, "readme": 1}
    assert served.get("/search", q="harbour")[1]["hits"][0]["title"] == "<b>Lantern</b> & harbour"
    assert served.get("/suggest", q="lan")[1]["suggestions"][0] == "lantern"
    assert served.get("/document", id="<1>")[1]["text"] == "A lantern."


@pytest.mark.parametrize("target, status", [
    ("/search?q=x&limit=101", 400), ("/search?q=x&limit=-1", 400), ("/search?q=x&limit=%D9%A1", 400),
    ("/search?q=x&offset=10001", 400), ("/search?q=x&sort=none", 400), ("/search?q=x&facets=none", 400),
    ("/search?q=x&profile=none", 400), ("/search?q=x&q=y", 400), ("/search?query=x", 400),
    ("/search?" + "&".join(f"a{number}" for number in range(30)), 400), ("/search?q=" + "x" * 2000, 400),
    ("/search?q=x&similar=none", 404), ("/document?id=none", 404), ("/document", 404), ("/", 404), ("/none", 404)])
def test_the_server_answers_what_it_cannot_do_with_an_error(served, target, status):
    assert served.request(target)[0] == status
    assert set(served.request(target)[1]) == {"error"}


def test_the_server_knows_no_other_methods(served):
    assert served.request("/search?q=x", method="POST")[0] == 501
    assert served.request("/search?q=lantern")[0] == 200


@pytest.mark.parametrize("query", ["", "%00", "%ff%fe", '"', "kind:", "((((", "%F0%9F%98%80"])
def test_the_server_takes_any_query(served, query):
    assert served.request(f"/search?q={query}")[0] == 200


def test_the_server_serves_many_at_once(served):
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: served.get("/search", q="lantern")[1]["total"], range(40))) == {2}


def test_facets_over_time(corpus):
    run = subprocess.run([sys.executable, EXAMPLES / "facets_over_time.py", corpus / "river", corpus / "jsonl",
                          "--as-of", AS_OF, "--query", "pool OR database"], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert "By month" in run.stdout and "█" in run.stdout and "First of each month" in run.stdout
