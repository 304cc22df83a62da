"""Compares what kbindex reads from feeds with what python3-feedparser reads, entry by entry.

Usage: compare_feedparser.py KBINDEX FOLDER... [--verbose] [--min FIELD=PERCENT ...]

Every file below the folders is given to both as bytes; nothing is fetched. Fields are compared in
the form of kb's documents: HTML as its words, dates as moments, links in canonical form. Prints the
agreement by field, and with --verbose each difference. Exits 1 if a field agrees less than --min
says, 77 (skipped) if the module or the folders are missing.
"""

import argparse
import calendar
import html
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import unicodedata

FIELDS = ("id", "link", "title", "authors", "tags", "published", "text", "lang")


class Words(html.parser.HTMLParser):
    """The text of HTML, tags as spaces where they end a block."""

    INLINE = {"a", "abbr", "b", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
              "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "blink"}
    DROPPED = {"script", "style", "svg", "math", "select", "textarea", "button"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces = []
        self.dropped = 0

    def handle_starttag(self, tag, attrs):
        if tag in self.DROPPED:
            self.dropped += 1
        if tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")
        if tag not in self.INLINE:
            self.pieces.append(" ")

    def handle_endtag(self, tag):
        if tag in self.DROPPED and self.dropped:
            self.dropped -= 1
        if tag not in self.INLINE:
            self.pieces.append(" ")

    def handle_data(self, data):
        if not self.dropped:
            self.pieces.append(data)


def words_of(value: str, is_html: bool) -> str:
    if is_html:
        parser = Words()
        parser.feed(value)
        parser.close()
        value = "".join(parser.pieces)
    value = "".join(" " if c.isspace() else c for c in value if unicodedata.category(c) not in ("Cc", "Cf") or c.isspace())
    return " ".join(unicodedata.normalize("NFC", value).replace("•", " ").split())


def detail_words(detail) -> str:
    if not detail:
        return ""
    return words_of(detail.get("value") or "", detail.get("type") in ("text/html", "application/xhtml+xml"))


def is_unique(identity: str) -> bool:
    return bool(re.match(r"(?i)(urn|tag):.|[a-z][a-z0-9+.-]*://.", identity))


def canonical_link(link: str) -> str:
    link = re.sub(r"#.*", "", link.strip()) if re.match(r"(?i)https?:", link.strip()) else link.strip()
    match = re.match(r"(?i)(https?)://([^/?]*)(.*)", link)
    if match:
        path = match[3] or "/"
        link = f"{match[1].lower()}://{match[2].lower()}{path if path[0] == '/' else '/' + path}"
    return link


def author_names(entry, feed) -> list[str]:
    def name(person):
        return words_of(person.get("name") or person.get("email") or person.get("href") or "", False)

    people = [p for p in entry.get("authors", []) if p]
    names = [name(p) for p in people]
    if entry.get("author_detail"):
        names.append(name(entry["author_detail"]))
    names = [n for n in names if n]
    return list(dict.fromkeys(names))


def moment(parsed):
    return calendar.timegm(parsed) if parsed else None


def stated_language(entry, feed):
    for detail in (*entry.get("content", [])[:1], entry.get("title_detail")):
        if detail and "language" in detail:
            return detail["language"]
    return feed.get("language")


def their_entry(entry, feed) -> dict:
    published = None
    for key in ("published_parsed", "created_parsed"):
        published = published or dict.get(entry, key)
    updated = dict.get(entry, "updated_parsed")
    contents = [detail_words(c) for c in entry.get("content", [])]
    summary = detail_words(entry.get("summary_detail")) or words_of(entry.get("summary", ""), True)
    texts = [t for t in contents if t] + ([summary] if summary else [])
    return {
        "id": entry.get("id", "").strip(),
        "link": canonical_link(entry.get("link", "")),
        "title": words_of(entry.get("title", ""), (entry.get("title_detail") or {}).get("type") in
                          ("text/html", "application/xhtml+xml")),
        "authors": author_names(entry, feed),
        "tags": list(dict.fromkeys(words_of(t.get("term") or t.get("label") or "", True)
                                   for t in entry.get("tags", []) if t.get("term") or t.get("label"))),
        "published": moment(published or updated),
        "text": texts,
        "lang": re.split("[-_]", stated_language(entry, feed) or "")[0].lower(),
    }


def our_entry(document) -> dict:
    published = document.get("published")
    seconds = None
    if published:
        year, month, day, hour, minute, second = map(int, re.findall(r"\d+", published))
        seconds = calendar.timegm((year, month, day, hour, minute, second))
    return {
        "id": document["id"],
        "link": document.get("url", ""),
        "title": words_of(document.get("title", ""), False),
        "authors": document.get("authors", []),
        "tags": document.get("tags", []),
        "published": seconds,
        "text": words_of(document.get("text", ""), False),
        "lang": document.get("lang", ""),
    }


def agrees(field: str, ours: dict, theirs: dict) -> bool:
    mine, other = ours[field], theirs[field]
    if field == "id":
        if not other:
            return mine.startswith("kb:") or mine == ours["link"]
        return mine == other if is_unique(other) else mine.endswith("#" + other)
    if field == "text":
        return mine == (other[0] if other else "") or mine in other
    if field == "lang":
        return not other or mine == other
    return mine == other


def read_ours(kbindex: str, path: pathlib.Path) -> list[dict]:
    result = subprocess.run([kbindex, "parse", "--format", "feed", str(path)], capture_output=True, check=False)
    if result.returncode not in (0, 1, 2):
        raise SystemExit(f"kbindex ended with {result.returncode} on {path}")
    return [json.loads(line) for line in result.stdout.decode("utf-8").splitlines()]


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("kbindex")
    arguments.add_argument("folders", nargs="+", type=pathlib.Path)
    arguments.add_argument("--verbose", action="store_true")
    arguments.add_argument("--min", action="append", default=[])
    options = arguments.parse_args()
    try:
        import feedparser
    except ImportError:
        print("skipped: python3-feedparser is not installed")
        return 77
    folders = [folder for folder in options.folders if folder.is_dir()]
    if not folders:
        print("skipped: no such folders:", *options.folders)
        return 77

    agreed = dict.fromkeys(FIELDS, 0)
    entries = files = same_count = 0
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.is_file()):
        theirs = feedparser.parse(path.read_bytes())
        if path.suffix == ".json" and not theirs.entries:
            continue  # feedparser 6.0 reads no JSON
        files += 1
        ours = [our_entry(d) for d in read_ours(options.kbindex, path)]
        others = [their_entry(e, theirs.feed) for e in theirs.entries]
        # An entry that says nothing that kb keeps is no document.
        others = [e for e, raw in zip(others, theirs.entries)
                  if any(e[f] for f in FIELDS if f != "lang") or raw.get("summary") or raw.get("content") or raw.get("enclosures")
                  or (raw.get("title_detail") or {}).get("value")]
        if len(ours) == len(others):
            same_count += 1
        elif options.verbose:
            print(f"{path}: count: ours {len(ours)}, feedparser {len(others)}")
        for mine, other in zip(ours, others):
            entries += 1
            for field in FIELDS:
                if agrees(field, mine, other):
                    agreed[field] += 1
                elif options.verbose:
                    print(f"{path}: {field}: ours {mine[field]!r}, feedparser {other[field]!r}")
    print(f"{files} files, {same_count} with as many entries in both; {entries} entries compared")
    failed = False
    for field in FIELDS:
        percent = 100.0 * agreed[field] / entries if entries else 100.0
        print(f"{field:10} {agreed[field]:6} {percent:6.1f} %")
    minima = {"entries": 0.0} | {m.split("=")[0]: float(m.split("=")[1]) for m in options.min}
    for field, least in minima.items():
        value = 100.0 * (same_count / files if field == "entries" else agreed[field] / max(entries, 1)) if files else 100.0
        if value < least:
            print(f"{field}: {value:.1f} % is less than {least} %")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
