"""What a notebook shows of results: everything escaped."""

from html.parser import HTMLParser

import pytest

import kb

EVIL = '<script>alert("1")</script>&amp;\x1b[31m\u202e'


class Reader(HTMLParser):
    """The tags, the links and the text of a page; whatever is not closed is an error."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.links, self.text, self.open = set(), [], "", []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.links += [value for name, value in attributes if name == "href"]
        assert {name for name, _ in attributes} <= {"href", "rel", "style"}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def evil(path):
    with kb.Index(path, create=True) as index:
        index.add({"id": "1", "title": f"lantern {EVIL}", "text": f"lantern {EVIL} " * 3, "source": EVIL,
                   "authors": [EVIL], "tags": [EVIL], "url": "javascript:alert(1)"})
        index.add({"id": "<2>", "text": "lantern again", "url": 'https://example.org/?a="><b>'})
    return kb.Searcher(path)


def test_nothing_of_a_document_or_query_is_markup(evil):
    results = evil.search(f"lantern {EVIL} author:\"{EVIL}\"", facets=["tag", "source", "author"])
    page = Reader(results._repr_html_())
    assert page.tags <= {"div", "b", "i", "a", "br", "small", "mark", "code"}
    assert "<script>" in page.text and "\x1b" not in page.text and "\u202e" not in page.text
    assert all(link.startswith("https://example.org/") for link in page.links)


def test_highlights_are_marked(evil):
    hit = next(hit for hit in evil.search("lantern") if hit.id == "<2>")
    html = hit._repr_html_()
    assert "<mark>lantern</mark> again" in html and "&lt;2&gt;" in html
    assert Reader(html).links == [hit.url]


def test_the_page_is_bounded(path):
    with kb.Index(path, create=True) as index:
        index.add({"id": str(number), "title": f"lantern {number}"} for number in range(300))
    results = kb.Searcher(path).search("lantern", limit=300, collapse=False)
    html = results._repr_html_()
    assert html.count("<mark>") == 100 and "and 200 more" in html


def test_warnings_and_spelling_are_shown(searcher):
    assert "Did you mean <code>async pool</code>" in searcher.search("asnyc pool")._repr_html_()
    assert "colour" in Reader(searcher.search("colour:x")._repr_html_()).text
