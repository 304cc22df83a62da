"""The ranking file that an index of many documents has: seen only by how it fares without."""

import pytest

from conftest import Programs, one_line, post

MANY = 5_100  # a ranking file pays from 5,000 on


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    programs = Programs(folder, folder / "db")
    words = ("harbour", "lantern", "tide", "pilot", "mooring")
    programs.add_documents(*(
        post(i, text=f"{words[i % 5]} {words[i % 3]} number {i} of the harbour")
        for i in range(MANY)))
    return programs


def ranking_files(programs):
    return list(programs.db.glob("g*/ranking-*"))


def answers(programs):
    return [programs.search(*arguments, "--format", "ids").out for arguments in
            (["tide pilot"], ["--match", "all", "mooring tide"], ["+lantern", "-pilot", "-n", "50"],
             ['"harbour lantern"'], ["--sort", "oldest", "number"], ["--count", "pilot"])]


def test_many_documents_have_a_ranking_file_and_changes_are_seen_at_once(many):
    assert len(ranking_files(many)) == 1
    assert many.search("--count", "number").out == f"{MANY}\n"
    many.add_documents(post(MANY, text="a kraken"), post(7, text="another kraken"))
    assert many.search("--format", "ids", "--sort", "oldest", "kraken").lines() == [
        post(7)["id"], post(MANY)["id"]]
    assert many.search("--count", "number").out == f"{MANY - 1}\n"
    assert many.index("delete", post(MANY)["id"]).code == 0
    assert many.search("--count", "kraken").out == "1\n"
    assert len(ranking_files(many)) == 1


def test_a_damaged_ranking_file_costs_a_warning_and_no_answer(many):
    expected = answers(many)
    assert many.index("stats").err == ""
    file = ranking_files(many)[0]
    content = file.read_bytes()
    try:
        file.write_bytes(content[:100] + b"damage" * 4000 + content[24100:])
        assert answers(many) == expected
        stats = many.index("stats")
        assert stats.code == 0 and one_line(stats.err) and "ranking file" in stats.err
        check = many.index("check")
        assert check.code == 1 and "ranking file" in check.out + check.err
        file.unlink()
        assert answers(many) == expected
    finally:
        file.write_bytes(content)
    assert answers(many) == expected


def test_compacting_makes_it_anew(many):
    expected = answers(many)
    ranking_files(many)[0].unlink()
    assert many.index("compact").code == 0
    assert len(ranking_files(many)) == 1
    assert many.index("stats").err == ""
    assert answers(many) == expected
