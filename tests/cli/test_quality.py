"""The ranking holds what it promises on the test collections, where these lie beside the project."""

from pathlib import Path

import pytest

from conftest import CORPUS, Programs

COLLECTIONS = CORPUS.parent.parent / "shared" / "data" / "collections"
# What the collections' README says of a plain BM25.
BASELINE = {"cranfield": (0.366, 0.288)}


@pytest.fixture(scope="module", params=BASELINE)
def collection(request, tmp_path_factory):
    folder = COLLECTIONS / request.param
    if not folder.is_dir():
        pytest.skip(f"no collection in {folder}")
    home = tmp_path_factory.mktemp(request.param)
    programs = Programs(home, home / "db")
    assert programs.index("add", "-q", folder / "corpus.jsonl").code == 0

    def evaluate(profile):
        return programs.run("kbeval", "--queries", folder / "queries.tsv", "--qrels",
                            folder / "qrels.txt", "--profile", profile, "--format", "json").json()

    return request.param, evaluate


def test_the_profiles_keep_their_distance_from_a_faithful_bm25(collection):
    name, evaluate = collection
    baseline = evaluate("bm25")
    ndcg, average_precision = BASELINE[name]
    assert baseline["nDCG@10"] == pytest.approx(ndcg, abs=0.005)
    assert baseline["MAP"] == pytest.approx(average_precision, abs=0.005)
    default = evaluate("default")
    assert default["nDCG@10"] > baseline["nDCG@10"] + 0.02
    assert default["MAP"] > baseline["MAP"] + 0.01
    recall = evaluate("recall")
    assert recall["Recall@100"] > default["Recall@100"]
