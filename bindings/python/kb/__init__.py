"""Full-text search over collected posts.

    import kb

    with kb.Index("posts", create=True) as index:            # one writer
        index.add("river.txt", as_of="2023-11-29")           # files and directories,
        index.add([{"id": "1", "title": "…", "text": "…"}])  # dicts and kb.Document

    for hit in kb.Searcher("posts").search("async orm"):     # any number of readers
        print(hit.rank, hit.title, hit.snippet)
"""

from kb._errors import (
    CancelledError,
    CorruptError,
    Error,
    FormatTooNewError,
    InternalError,
    InvalidArgumentError,
    IoError,
    LockedError,
    NoSpaceError,
    NotAnIndexError,
    NotFoundError,
    ParseWarning,
    PermissionDeniedError,
    UnsupportedError,
)
from kb._kb import (
    Document,
    Hit,
    Index,
    Parent,
    Results,
    Searcher,
    __version__,
    check,
    compact,
    parse,
    parse_query,
    rebuild,
)
from kb._records import (
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
)

__all__ = [
    "AddError",
    "AddReport",
    "CancelledError",
    "CheckReport",
    "CorruptError",
    "Diagnostic",
    "Document",
    "Error",
    "Explanation",
    "FacetValue",
    "FormatTooNewError",
    "Hit",
    "Index",
    "InternalError",
    "InvalidArgumentError",
    "IoError",
    "LockedError",
    "MaintenanceReport",
    "NoSpaceError",
    "NotAnIndexError",
    "NotFoundError",
    "Parent",
    "ParseWarning",
    "ParsedQuery",
    "PermissionDeniedError",
    "Problem",
    "Results",
    "Searcher",
    "Stats",
    "UnsupportedError",
    "__version__",
    "check",
    "compact",
    "parse",
    "parse_query",
    "rebuild",
]
