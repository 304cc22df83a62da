"""The small values that kb hands out: named tuples whose fields are also found by name, so that
`report.added`, `report["added"]` and `added, *rest = report` all work."""

from datetime import datetime
from typing import Any, Dict, List, NamedTuple, Optional


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


class CheckReport(NamedTuple):
    """What looking for damage found."""

    #: That were looked at.
    documents: int
    #: What is wrong, one line each, at most a hundred; empty: the index is sound.
    problems: List[str]
    #: The number of further ones.
    more_problems: int

    def __getitem__(self, key: Any) -> Any:
        return _get(self, key)


class MaintenanceReport(NamedTuple):
    """What compacting or rebuilding did."""

    documents: int
    bytes_before: int
    bytes_after: int

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
    CheckReport,
    Diagnostic,
    Explanation,
    FacetValue,
    MaintenanceReport,
    ParsedQuery,
    Problem,
    Stats,
):
    _class.__module__ = "kb"
