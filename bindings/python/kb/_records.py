"""The small values that kb hands out: named tuples whose fields are also found by name, so that
`report.added`, `report["added"]` and `added, *rest = report` all work."""

from datetime import datetime
from typing import Any, Dict, List, NamedTuple, Optional, Tuple


def _get(record: Any, key: Any) -> Any:
    if not isinstance(key, str):
        return tuple.__getitem__(record, key)
    if key not in record._fields:
        raise KeyError(key)
    return getattr(record, key)


class AddError(NamedTuple):
    """Something that could not be added."""

    #: The path as given, or "item 3" for the third of an iterable.
    input: str
    #: What is wrong, one line; begins with the line number where there is one.
    message: str

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)

    def __str__(self) -> str:
        return f"{self.input}: {self.message}"


class AddReport(NamedTuple):
    """What adding did."""

    added: int
    updated: int
    #: Documents that the index already held as they are.
    unchanged: int
    #: Inputs and documents that could not be read.
    failed: int
    #: The first thousand failures.
    errors: List[AddError]
    seconds: float

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)


class RepairReport(NamedTuple):
    """What a repair saved."""

    #: That could be read, and are in the index now.
    documents: int
    #: Documents that could not, as far as is known.
    lost: int
    #: Of what else an index holds: subscriptions, completions.
    lost_entries: int
    #: Where the damaged index lies now: it is kept until somebody removes it.
    kept: List[str]

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)


class CheckReport(NamedTuple):
    """What looking for damage found."""

    #: That were looked at.
    documents: int
    #: What is wrong, one line each, at most a hundred; empty: the index is sound.
    problems: List[str]
    #: The number of further ones.
    more_problems: int
    #: What a repair saved; None if none was asked for, or none was needed.
    repaired: Optional[RepairReport] = None

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)


class MaintenanceReport(NamedTuple):
    """What compacting or rebuilding did."""

    documents: int
    bytes_before: int
    bytes_after: int

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)


class BackupReport(NamedTuple):
    """What a backup holds."""

    documents: int
    #: Of the copy.
    bytes: int

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)


class FacetValue(NamedTuple):
    """How many of the documents found have a value."""

    value: str
    count: int  # type: ignore[assignment]  # tuple.count is of no use here

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)


class Explanation(NamedTuple):
    """How a number came about: a tree whose root is the number that is explained."""

    value: float
    description: str
    #: Of Explanation: what the value was made of.
    details: List[Any]

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)

    def __str__(self) -> str:
        lines = [f"{self.value!r}  {self.description}"]
        for detail in self.details:
            lines += ["  " + line for line in str(detail).split("\n")]
        return "\n".join(lines)


class Stats(NamedTuple):
    """What an index holds."""

    documents: int
    #: Distinct terms.
    terms: int
    #: On disk.
    bytes: int
    #: UTC; None before the first commit.
    last_commit: Optional[datetime]
    #: Documents by kind, those that occur.
    kinds: Dict[str, int]
    #: What makes the index slower than it could be, and what to do about it.
    warnings: List[str]

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)


class Problem(NamedTuple):
    """Something wrong with one input or one document; the rest goes on."""

    #: "warning": the document was read, but perhaps not as meant; "failure": it is missing.
    severity: str
    #: The path as given.
    input: str
    #: 1-based; 0 if it concerns the whole input.
    line: int
    #: What is wrong and what to do, one line, without input and line.
    message: str

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)

    def __str__(self) -> str:
        place = f"{self.input}:{self.line}" if self.line else self.input
        return f"{place}: {self.message}"


class Progress(NamedTuple):
    """How far work has come."""

    done: int
    #: Of how many; 0: not known.
    total: int
    #: What done and total count: "bytes", "items", "documents" or "feeds".
    unit: str
    #: Documents handled so far.
    documents: int

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)

    @property
    def fraction(self) -> Optional[float]:
        """Between 0 and 1; None if not known."""
        return min(self.done / self.total, 1.0) if self.total else None


class Subscription(NamedTuple):
    """A feed that an index collects, and how that goes."""

    #: Without credentials.
    url: str
    #: "" until it is known.
    title: str
    #: The site that the feed belongs to, or "".
    html_url: str
    description: str
    #: The folders around it, the outermost first.
    tags: List[str]
    #: "new" (never fetched), "ok", "failing" or "gone" (for good: it is fetched no more).
    state: str
    #: UTC, as all times; None: never.
    last_fetch: Optional[datetime]
    last_success: Optional[datetime]
    #: It is not asked before; None: at any time.
    next_due: Optional[datetime]
    #: In a row.
    errors: int
    #: "" after a success.
    last_error: str

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)


class SubscribeReport(NamedTuple):
    """What subscribing did."""

    added: int
    #: Feeds known already, of which the input says something new.
    updated: int
    #: Feeds known already.
    unchanged: int
    #: Inputs that name no feed.
    failed: int
    #: Failures and warnings, at most a thousand.
    problems: List["Problem"]

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)


class UpdateReport(NamedTuple):
    """What an update did."""

    #: Feeds that were asked.
    feeds: int
    #: Of these, with content.
    changed: int
    #: Of these, without anything new.
    not_modified: int
    #: Feeds left alone: their servers asked for patience, or they failed lately.
    not_due: int
    #: Feeds left alone: gone for good.
    disabled: int
    #: Documents.
    added: int
    updated: int
    unchanged: int
    #: Feeds that could not be fetched or read.
    failed: int
    #: Failures and warnings, at most a thousand; their input is the feed's URL.
    problems: List["Problem"]
    seconds: float

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)


class FetchResult(NamedTuple):
    """What came of a fetch."""

    #: "content"; "not_modified" (the copy at hand is current); "gone" (for good); "failed" (the
    #: server answered with nothing of use); "unreachable"; "refused" (not asked for: no http(s)
    #: URL, or an address that is not public).
    outcome: str
    #: Where it was found, after redirects.
    url: str
    #: Of the last HTTP answer; 0: none.
    status: int
    content_type: str
    #: Decompressed.
    body: bytes
    #: What went wrong, one line; "" if nothing.
    message: str
    #: For the next conditional request.
    etag: str
    last_modified: str
    #: Where it has moved for good, or "".
    moved_to: str
    #: Seconds that the server asks to wait, or None.
    retry_after: Optional[int]

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)

    @property
    def ok(self) -> bool:
        """Whether there is a body."""
        return self.outcome == "content"


class TopicResult(NamedTuple):
    """What was found for one query of an evaluation."""

    id: str
    text: str
    judged: bool
    #: By name; all 0 where not judged.
    measures: Dict[str, float]
    #: For the first ten documents.
    milliseconds: float
    #: (document id, score), best first, at most a thousand.
    ranking: List[Tuple[str, float]]

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)


class Evaluation(NamedTuple):
    """How well an index answers judged queries. Measures are found by name, too:
    `evaluation["nDCG@10"]`."""

    profile: str
    #: The number of queries, and of those that are judged.
    queries: int
    judged: int
    #: nDCG@10, MAP, MRR@10, P@10 and Recall@100 as trec_eval defines them: means over the judged.
    measures: Dict[str, float]
    #: "p50", "p95" and "p99" of the first ten results, without snippets.
    latency_ms: Dict[str, float]
    topics: List[TopicResult]

    def __getitem__(self, key: Any) -> Any:
        return self.measures[key] if key in self.measures else _get(self, key)

    def __repr__(self) -> str:
        measures = ", ".join(f"{name} {value:.4f}" for name, value in self.measures.items())
        return f"<kb.Evaluation {self.profile!r}: {measures}; {self.judged} of {self.queries} judged>"


class Diagnostic(NamedTuple):
    """Something in a query that does not mean what it looks like; the query runs all the same."""

    #: [start, end) in code points of the query.
    start: int
    end: int
    #: One line that names the column.
    message: str

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)

    def __str__(self) -> str:
        return self.message


class ParsedQuery(NamedTuple):
    """A query as understood."""

    #: The canonical text: reads back to the same query.
    text: str
    diagnostics: List[Diagnostic]

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)

    def __str__(self) -> str:
        return self.text


for _class in (
    AddError,
    AddReport,
    BackupReport,
    CheckReport,
    Diagnostic,
    Evaluation,
    Explanation,
    FacetValue,
    FetchResult,
    MaintenanceReport,
    ParsedQuery,
    Problem,
    Progress,
    RepairReport,
    Stats,
    SubscribeReport,
    Subscription,
    TopicResult,
    UpdateReport,
):
    _class.__module__ = "kb"
