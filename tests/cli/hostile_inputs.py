"""The inputs that take most memory for their size: just below the limits (README, "Limits"), and made
for the libraries that build trees of them. Each is a file's name and a function that yields its bytes."""

import itertools
import random

BLOCK = 1 << 20
MIB = 1 << 20
DOCUMENT = 16 * MIB
ENTRY = 32 * MIB  # with its markup
FEED = 64 * MIB
NODES = 1 << 18   # of an entry
TAGS = 1 << 18    # of HTML


def repeated(unit, size):
    """`unit` as often as it fits into `size` bytes."""
    unit = unit.encode() if isinstance(unit, str) else unit
    times = size // len(unit)
    in_block = max(1, BLOCK // len(unit))
    block = unit * in_block
    for _ in range(times // in_block):
        yield block
    yield unit * (times % in_block)


def around(head, pieces, tail):
    yield head.encode()
    yield from pieces
    yield tail.encode()


def filled(head, unit, tail, size):
    return around(head, repeated(unit, size - len(head.encode()) - len(tail.encode())), tail)


def words(size, before="", behind=" "):
    """Words of which no two are the same."""
    out = []
    length = 0
    for letters in range(2, 8):
        for word in itertools.product("abcdefghijklmnopqrstuvwxyz0123456789", repeat=letters):
            piece = before + "".join(word) + behind
            size -= len(piece)
            if size < 0:
                yield "".join(out).encode()
                return
            out.append(piece)
            length += len(piece)
            if length >= BLOCK:
                yield "".join(out).encode()
                out, length = [], 0


def ideographs(size):
    """Chinese of which hardly two pairs of characters are the same."""
    rng = random.Random(1)
    for _ in range(size // BLOCK):
        yield "".join(map(chr, rng.choices(range(0x4E00, 0x9FA5), k=BLOCK // 3))).encode()


RSS = "<rss version='2.0'><channel><title>t</title>"
ITEM = RSS + "<item><title>a</title>"
END = "</item></channel></rss>"


def feed(unit, size=FEED, head=ITEM, tail=END):
    return "feed.xml", lambda: filled(head, unit, tail, size)


def items(unit, size, count, head="<item><title>a</title><description>", tail="</description></item>"):
    """A feed of so many items of that size."""
    def pieces():
        for _ in range(count):
            yield from filled(head, unit, tail, size)
    return "feed.xml", lambda: around(RSS, pieces(), "</channel></rss>")


def json_feed(unit, size=FEED, head='{"items":[{"id":"a","title":"t","x":[', tail="0]}]}"):
    return "feed.json", lambda: filled(head, unit, tail, size)


def document(name, unit, head="", tail="", size=DOCUMENT):
    return name, lambda: filled(head, unit, tail, size)


def line(unit, head='{"id":"a","title":"t","text":"', tail='"}'):
    return "line.jsonl", lambda: filled(head, unit, tail, DOCUMENT - 1)


def lines(text, size, count):
    """As many documents of that size, their texts made by text(size)."""
    def pieces():
        for i in range(count):
            yield from around('{"id":"%d","title":"t","text":"' % i, text(size - 60), '"}\n')
    return "lines.jsonl", pieces


INPUTS = {
    "feed: tiny elements": feed("<a/>b", ENTRY),
    "feed: as many elements as an entry may have": feed("<a b=''/>", 9 * (NODES // 2 - 20)),
    "feed: tiny items": feed("<item/>", head=RSS, tail="</channel></rss>"),
    "feed: ampersands": feed("&", ENTRY),
    "feed: a charset whose letters grow": feed(
        b"\x80", 21 * MIB, "<?xml version='1.0' encoding='windows-1252'?>" + ITEM + "<x>", "</x>" + END),
    "feed: malformed characters": feed(
        b"\xff", 21 * MIB, "<?xml version='1.0' encoding='shift_jis'?>" + ITEM + "<x>", "</x>" + END),
    "feed: tags": feed("<category>a</category>", 22 * (NODES // 2 - 20)),
    "feed: large entries of text": items("lorem ipsum ", 15 * MIB, 2),
    "feed: large entries of markup": items("<p/>", NODES * 4 - 1000, 2),
    "JSON feed: tiny values": json_feed("[],", 3 * ((NODES - 20) // 3)),
    "JSON feed: tiny items": json_feed("{},", 16 * MIB, '{"items":[', "{}]}"),
    "JSON feed: a large item": json_feed("lorem ", ENTRY // 2, '{"items":[{"id":"a","content_text":"', '"}]}'),
    "OPML: tiny outlines": document("list.opml", "<outline/>", "<opml><body>", "</body></opml>", FEED),
    "HTML: list": document("page.html", "<li>a"),
    "HTML: as many tags as are read at once": document(
        "page.html", "<p id=a class=b lang=c rel=d>text", size=33 * (TAGS // 6)),
    "HTML: comparisons": document("page.html", "< ", "<p>"),
    "HTML: keywords": document("page.html", "a,", '<meta name=keywords content="', '"><p>x'),
    "HTML: linked data": document(
        "page.html", "[],", '<p>a</p><script type="application/ld+json">{"@graph":[', "0]}</script>"),
    "Markdown: list": document("post.md", "- a\n"),
    "Markdown: emphasis": document("post.md", "*a* "),
    "Markdown: links": document("post.md", "[a](b)"),
    "Markdown: quotation marks": document("post.md", '"'),
    "text: short lines": document("text.txt", "a\n"),
    "text: letters that are decomposed": document("text.txt", "\U0001D160"),
    "JSON Lines: Chinese": ("line.jsonl", lambda: around('{"id":"a","text":"', ideographs(DOCUMENT // 4), '"}')),
    "JSON Lines: escapes": line("\\n"),
    "JSON Lines: words": ("line.jsonl", lambda: around('{"id":"a","text":"', words(DOCUMENT - 99), '"}')),
    "JSON Lines: tags": line('"a",', '{"id":"a","title":"t","tags":[', '"b"]}'),
    "JSON Lines: several documents of words": lines(words, MIB, 4),
    "river: short lines": document("river.txt", "a\n", "A title\n2 days ago\n\n"),
}

# Those that take most to be indexed.
INDEXED = ["JSON Lines: words", "JSON Lines: Chinese", "JSON Lines: several documents of words"]
