"""Folders of posts, READMEs and saved pages, as the commands read them."""

import io
import json

from conftest import CORPUS


def parsed(outcome):
    assert outcome.code == 0
    assert outcome.err == ""
    return [json.loads(line) for line in outcome.lines()]


def test_a_folder_of_posts_is_read_with_one_command(kb):
    posts = parsed(kb.index("parse", CORPUS / "blog"))
    assert [post["published"][:10] for post in posts] == ["2023-11-27", "2024-01-15", "2024-02-20", "2024-03-05"]
    assert [post["lang"] for post in posts] == ["en", "de", "fr", "zh"]
    assert posts[0]["tags"] == ["databases", "profiling", "engineering", "notes"]
    assert "sql:\nSELECT wait_event, count(*)\n  FROM activity\n GROUP BY 1;" in posts[0]["text"]


def test_a_tree_of_repositories_gives_readmes_and_changelogs(kb):
    documents = parsed(kb.index("parse", CORPUS / "repositories"))
    assert [(document["kind"], document["title"]) for document in documents] == [
        ("release", "Changelog"), ("readme", "Kiln"), ("readme", "Otter")]


def test_a_folder_of_saved_pages_is_read_without_what_lies_beside_them(kb):
    pages = parsed(kb.index("parse", CORPUS / "pages"))
    assert [page["title"] for page in pages] == ["Bienen im Winter", "All about ovens", "Река весной"]
    assert [page["id"] for page in pages] == [page["url"] for page in pages]


def test_posts_readmes_and_pages_are_found(kb):
    outcome = kb.index("add", CORPUS / "blog", CORPUS / "repositories", CORPUS / "pages")
    assert outcome.code == 0
    assert "added 10," in outcome.err
    assert kb.search("--count", "SELECT wait_event").out.strip() != "0"
    assert kb.search("--format", "urls", "oven door kind:article").lines()[0] == "https://hearth.example.org/2023/11/ovens"
    assert kb.search("cookies").code == 1
    again = kb.index("add", CORPUS / "blog", CORPUS / "repositories", CORPUS / "pages")
    assert "unchanged 10," in again.err


def test_the_format_may_be_named(kb, tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("# Title\n\n*text*\n")
    assert parsed(kb.index("parse", "--format", "markdown", path))[0]["title"] == "Title"
    path.write_text("<h1>Title</h1><p>text")
    assert parsed(kb.index("parse", "--format", "html", path))[0]["text"] == "text"
