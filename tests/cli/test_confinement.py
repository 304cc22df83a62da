"""What is read is what the user named: no input makes kb read anything else."""

import json
import os

import pytest

from conftest import AS_OF, post

SECRET = "a lantern that nobody was to see"


@pytest.fixture
def outside(tmp_path):
    """A file beside the folder that is read."""
    path = tmp_path / "outside" / "secret.txt"
    path.parent.mkdir()
    path.write_text("Secret\n\n" + SECRET)
    return path


@pytest.fixture
def folder(tmp_path, outside):
    path = tmp_path / "folder"
    path.mkdir()
    (path / "mine.txt").write_text("Mine\n\nwords of mine")
    return path


def read(kb, *inputs, code=0):
    outcome = kb.index("parse", *inputs, *AS_OF)
    assert outcome.code == code, outcome.err
    return outcome


def titles(outcome):
    return [json.loads(line).get("title") for line in outcome.lines()]


def test_a_link_that_leads_out_of_a_folder_is_passed_over_with_a_word(kb, folder, outside):
    (folder / "absolute.txt").symlink_to(outside)
    (folder / "relative.txt").symlink_to("../outside/secret.txt")
    (folder / "chain.txt").symlink_to("relative.txt")
    (folder / "settings.conf").symlink_to(outside)  # no post by its name
    outcome = read(kb, folder)
    assert titles(outcome) == ["Mine"] and SECRET not in outcome.out
    told = [line for line in outcome.err.splitlines() if "leads out of the folder" in line]
    assert len(told) == 3 and all("name it" in line for line in told)
    assert "settings.conf" not in outcome.err


def test_a_linked_folder_is_not_followed(kb, folder, outside):
    (folder / "elsewhere").symlink_to(outside.parent)
    (folder / "loop").symlink_to(folder)
    (folder / "up").symlink_to("..")
    (folder / "self").symlink_to("self")
    (folder / "nowhere.txt").symlink_to("nothing.txt")
    outcome = read(kb, folder)
    assert titles(outcome) == ["Mine"] and SECRET not in outcome.out
    assert sorted(line.split(": ")[-2].rsplit("/", 1)[-1] for line in outcome.err.splitlines()) == ["elsewhere", "up"]


def test_a_link_to_a_file_of_the_same_folder_is_read(kb, folder):
    (folder / "deep").mkdir()
    (folder / "deep" / "again.txt").symlink_to("../mine.txt")
    assert titles(read(kb, folder)) == ["Mine", "Mine"]


@pytest.mark.parametrize("spelling", ["", "/", "/.", "/deep/..", "/deep/../"])
def test_a_folder_may_be_spelt_in_any_way(kb, folder, outside, spelling):
    (folder / "deep").mkdir()
    (folder / "inside.txt").symlink_to(folder / "mine.txt")
    (folder / "leads_out.txt").symlink_to(outside)
    assert titles(read(kb, str(folder) + spelling)) == ["Mine", "Mine"]


def test_a_folder_of_a_longer_name_is_another_one(kb, folder, tmp_path):
    other = tmp_path / "folder2"
    other.mkdir()
    (other / "secret.txt").write_text("Secret\n\n" + SECRET)
    (folder / "link.txt").symlink_to(other / "secret.txt")
    assert titles(read(kb, folder)) == ["Mine"]


def test_a_link_that_the_user_names_is_read(kb, tmp_path, folder, outside):
    (tmp_path / "link.txt").symlink_to(outside)
    (tmp_path / "linked").symlink_to(folder)
    assert titles(read(kb, tmp_path / "link.txt", tmp_path / "linked")) == ["Secret", "Mine"]


def test_pipes_and_devices_of_a_folder_are_left_alone(kb, folder):
    os.mkfifo(folder / "pipe.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    assert titles(read(kb, folder)) == ["Mine"]


def test_entities_of_xml_read_no_files(kb, tmp_path, outside):
    feed = tmp_path / "feed.xml"
    feed.write_text(f"""<?xml version="1.0"?>
<!DOCTYPE rss SYSTEM "{outside}" [<!ENTITY a SYSTEM "file://{outside}"><!ENTITY % b SYSTEM "{outside}"> %b;]>
<rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel><title>T</title>
<item><title>x &a; y</title><description>&a;</description>
<xi:include href="{outside}" parse="text"/></item></channel></rss>""")
    outcome = kb.index("parse", feed, *AS_OF)
    assert SECRET not in outcome.out + outcome.err


@pytest.mark.parametrize("link", ["{path}", "file://{path}", "../outside/secret.txt", "FILE:///{path}"])
def test_lists_of_feeds_lead_to_the_web_alone(kb, tmp_path, outside, link):
    address = link.format(path=outside)
    outline = tmp_path / "list.opml"
    outline.write_text(f'<opml version="2.0"><body><outline type="rss" text="T" xmlUrl="{address}"/>'
                       f'<outline type="include" text="T" url="{address}"/></body></opml>')
    outcome = kb.index("subscribe", outline)
    assert outcome.code == 2 and SECRET not in outcome.out + outcome.err
    assert kb.index("subscribe", address).code == 2


@pytest.mark.parametrize("link", ["{path}", "file://{path}", "../outside/secret.txt", "../../../../../etc/hostname"])
def test_links_of_posts_are_never_opened(kb, tmp_path, outside, link):
    address = link.format(path=outside)
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "a.md").write_text(f"---\ntitle: A\nurl: {address}\nslug: {address}\ncanonical: {address}\n---\n\n"
                                 f"![x]({address}) [y]({address}) {{% include {address} %}}\n\n<!--#include file=\"{address}\" -->")
    (folder / "b.html").write_text(f"<title>B</title><base href='{address}'><link rel=import href='{address}'>"
                                   f"<p>words</p><object data='{address}'></object><iframe src='{address}'></iframe>")
    (folder / "c.jsonl").write_text(json.dumps(post(1, id=address, url=address)) + "\n")
    (folder / "d.json").write_text(json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": "D", "feed_url": address, "next_url": address,
        "items": [{"id": address, "url": address, "title": "d", "attachments": [{"url": address}]}]}))
    outcome = read(kb, folder, folder / "d.json")
    assert len(outcome.lines()) == 4
    assert SECRET not in outcome.out
