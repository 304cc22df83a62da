#!/usr/bin/env python3
"""What a collection talks about, over time. Written as cells: Jupyter and editors run them one by
one and show kb.Results as they are; as a script it prints.

    python3 facets_over_time.py posts.jsonl river.txt --query 'postgres OR sqlite'
"""

# %% Inputs
import argparse
import pathlib
import tempfile
from typing import Dict, List

import kb

parser = argparse.ArgumentParser(description="What a collection talks about, over time.")
parser.add_argument("inputs", nargs="+", help="files or directories")
parser.add_argument("--query", default="*", help="what to look at (default: everything)")
parser.add_argument("--as-of", help="what relative ages count back from")
options = parser.parse_args()

# %% An index for this session
workspace = tempfile.TemporaryDirectory()
path = pathlib.Path(workspace.name) / "index"
with kb.Index(path, create=True) as index:
    report = index.add(options.inputs, as_of=options.as_of)
print(f"{report.added} documents, {report.failed} failures")

# %% Months and kinds of what the query finds; in a notebook, `results` alone shows it
searcher = kb.Searcher(path)
results = searcher.search(options.query, facets=["month", "kind", "tag"], collapse=False)
months = sorted(results.facets["month"])
print(f"\n{results.total} documents for {options.query}")


# %% A bar a month
def bars(counts: Dict[str, int], width: int = 50) -> List[str]:
    most = max(counts.values(), default=1)
    return [f"{label:>10} {'█' * max(1, count * width // most)} {count}" for label, count in counts.items()]


print("\nBy month")
print("\n".join(bars({month.value: month.count for month in months})))

# %% How the kinds share the months: each cell is one search that only counts
kinds = [kind.value for kind in results.facets["kind"][:5]]
print("\n" + " " * 10 + "".join(f"{kind:>12}" for kind in kinds))
for month in months:
    counts = [
        searcher.count(f"({options.query}) kind:{kind} date:{month.value}", collapse=False) for kind in kinds
    ]
    print(f"{month.value:>10}" + "".join(f"{count:>12}" for count in counts))

# %% What each month is about: the tag that stands out, and the post that the query finds first
print("\nFirst of each month")
for month in months:
    (best,) = searcher.search(f"({options.query}) date:{month.value}", limit=1)
    print(f"{month.value:>10}  {best.title or best.id}")

# %%
workspace.cleanup()
