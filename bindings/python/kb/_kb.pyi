"""The extension behind the package kb: users import kb."""

import os
from datetime import date, datetime
from typing import (
    Any,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Optional,
    Tuple,
    Type,
    Union,
    overload,
)

from kb._records import (
    AddReport,
    CheckReport,
    Explanation,
    FacetValue,
    MaintenanceReport,
    ParsedQuery,
    Problem,
    Stats,
)

_Path = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]
#: "2023-11-29", "2023-11-29T14:05:00Z", a date (midnight UTC) or a datetime (naive: UTC).
_Time = Union[str, date, datetime]
_Item = Union[_Path, Dict[str, Any], "Document"]

__version__: str

class Parent:
    """The larger page that a document is a part of. Also found by key, as in parent["id"], and equal
    to the dict of its JSON form. Immutable."""

    def __init__(self, id: str, title: str = "") -> None: ...
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    def to_dict(self) -> Dict[str, str]:
        """The JSON form."""
    def keys(self) -> Iterable[str]: ...
    def __getitem__(self, key: str) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

class Document:
    """One collected post.

    A value: equal if all fields are, picklable, not hashable. Absent text is "", absent lists are
    empty, other absent values are None; None is taken for absent everywhere. Setting a field to
    what it cannot hold raises InvalidArgumentError, a ValueError that names the field. Values are
    kept as they are; adding a document to an index normalises a copy.
    """

    #: Stable identity, never empty; adding the same id again replaces the document.
    id: str
    #: post, thread, readme, release, statement, newsletter, episode or article.
    kind: str
    #: Where it was collected: feed title, host, or as given.
    source: str
    #: Canonical link.
    url: str
    #: One line.
    title: str
    #: Plain text; blank lines separate blocks.
    text: str
    #: BCP-47 primary tag ("en"); an index detects an absent one.
    lang: str

    def __init__(
        self,
        id: str,
        *,
        kind: Optional[str] = "article",
        source: Optional[str] = None,
        url: Optional[str] = None,
        title: Optional[str] = None,
        text: Optional[str] = None,
        authors: Union[str, Iterable[str], None] = None,
        tags: Union[str, Iterable[str], None] = None,
        lang: Optional[str] = None,
        published: Optional[_Time] = None,
        updated: Optional[_Time] = None,
        points: Optional[int] = None,
        comments: Optional[int] = None,
        parent: Union[Parent, Dict[str, str], None] = None,
    ) -> None: ...
    @property
    def authors(self) -> List[str]:
        """In input order. A new list each time: assign to change it."""
    @authors.setter
    def authors(self, value: Union[str, Iterable[str], None]) -> None: ...
    @property
    def tags(self) -> List[str]:
        """In input order. A new list each time: assign to change it."""
    @tags.setter
    def tags(self, value: Union[str, Iterable[str], None]) -> None: ...
    @property
    def published(self) -> Optional[datetime]:
        """UTC, whole seconds."""
    @published.setter
    def published(self, value: Optional[_Time]) -> None: ...
    @property
    def updated(self) -> Optional[datetime]:
        """UTC, whole seconds."""
    @updated.setter
    def updated(self, value: Optional[_Time]) -> None: ...
    @property
    def points(self) -> Optional[int]:
        """Votes, ≥ 0."""
    @points.setter
    def points(self, value: Optional[float]) -> None: ...
    @property
    def comments(self) -> Optional[int]:
        """Number of comments, ≥ 0."""
    @comments.setter
    def comments(self, value: Optional[float]) -> None: ...
    @property
    def parent(self) -> Optional[Parent]:
        """The page that it is a part of."""
    @parent.setter
    def parent(self, value: Union[Parent, Dict[str, str], None]) -> None: ...
    @staticmethod
    def from_dict(values: Dict[str, Any]) -> Document:
        """A document of the fields that a dict names, as in JSON Lines (dates may be datetimes).

        None and "" mean absent, other keys are ignored. Raises InvalidArgumentError."""
    @staticmethod
    def from_json(json: Union[str, bytes]) -> Document:
        """Reads one JSON object. Raises InvalidArgumentError."""
    def to_dict(self) -> Dict[str, Any]:
        """The fields as JSON has them: dates are strings, absent fields are left out."""
    def to_json(self) -> str:
        """One line of JSON; equal documents give equal lines."""
    def __eq__(self, other: object) -> bool: ...

class Hit:
    """One document found, with the document's fields but its text. A value: comparable, picklable,
    not hashable."""

    @property
    def rank(self) -> int:
        """1-based, counted from the start of the whole result."""
    @property
    def score(self) -> float:
        """Higher is better; 0 where nothing is scored."""
    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def authors(self) -> List[str]: ...
    @property
    def tags(self) -> List[str]: ...
    @property
    def lang(self) -> str: ...
    @property
    def published(self) -> Optional[datetime]: ...
    @property
    def updated(self) -> Optional[datetime]: ...
    @property
    def points(self) -> Optional[int]: ...
    @property
    def comments(self) -> Optional[int]: ...
    @property
    def parent(self) -> Optional[Parent]: ...
    @property
    def snippet(self) -> str:
        """Plain text of the best passages, one line."""
    @property
    def highlights(self) -> Dict[str, List[Tuple[int, int]]]:
        """"title" and "snippet" → [start, end) in code points, ascending, not overlapping."""
    @property
    def duplicates(self) -> int:
        """Other matching documents that this one stands for."""
    @property
    def explanation(self) -> Optional[Explanation]:
        """How the score came about, where asked for; its value is exactly the score."""
    @property
    def document(self) -> Document:
        """A new Document without its text; Searcher.document(hit.id) has it all."""
    def to_json(self) -> str:
        """One line of JSON."""
    def __eq__(self, other: object) -> bool: ...

class Results:
    """The answer to a search: a sequence of Hit, and what belongs to it. Owns its data; may be
    shared between threads; picklable."""

    @property
    def query(self) -> str:
        """As asked."""
    @property
    def parsed(self) -> str:
        """The canonical text of what was understood."""
    @property
    def total(self) -> int:
        """Documents found, before limit and offset; near-duplicates count once."""
    @property
    def total_exact(self) -> bool: ...
    @property
    def took_ms(self) -> float: ...
    @property
    def did_you_mean(self) -> Optional[str]:
        """The query with a better-known spelling, where there is one."""
    @property
    def warnings(self) -> List[str]:
        """What in the query does not mean what it looks like, and where."""
    @property
    def hits(self) -> List[Hit]: ...
    @property
    def facets(self) -> Dict[str, List[FacetValue]]:
        """Field → values, most frequent first; years and months newest first."""
    def to_json(self) -> str:
        """One JSON object, as kbsearch --format json prints it."""
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, slice: slice) -> List[Hit]: ...
    def __iter__(self) -> Iterator[Hit]: ...

class Searcher:
    """Reads an index. Every call sees one consistent commit, the newest at its start, even while a
    writer commits. May be shared between threads, which search in parallel. Pickles as its path.

    len() is the number of documents, `id in searcher` asks for an id, and iteration yields all
    documents in ascending order of id, as of one commit (or raises IoError if writers overtook it).
    """

    def __init__(self, path: _Path) -> None:
        """Raises NotFoundError, NotAnIndexError, FormatTooNewError, PermissionDeniedError,
        CorruptError, IoError."""
    @property
    def path(self) -> str: ...
    def search(
        self,
        query: str = "",
        *,
        similar_to: Optional[str] = None,
        limit: int = 10,
        offset: int = 0,
        sort: str = "relevance",
        match: str = "any",
        facets: Union[str, Iterable[str], None] = (),
        snippet_length: int = 240,
        fragments: int = 1,
        collapse: bool = True,
        strict: bool = False,
        explain: bool = False,
        now: Optional[_Time] = None,
    ) -> Results:
        """Answers a query. Any text is a valid query: what looks like syntax but is not is searched
        as words, with a warning.

        sort: relevance, newest, oldest, points or comments.
        match: any (words are ranked together, the best match first) or all.
        facets: fields to count: kind, source, author, tag, lang, site, year, month.
        similar_to: the id of a document: what resembles it, best first, without itself and its
            near-duplicates; the query then only restricts. Raises NotFoundError.
        snippet_length: in code points; 0: none.
        fragments: passages of a snippet, at most.
        collapse: near-duplicates collapse into the best-ranked one.
        strict: warnings raise InvalidArgumentError.
        explain: every hit has an explanation.
        now: what `7d` counts back from; default: now.
        """
    def similar(self, id: str, query: str = "", **options: Any) -> Results:
        """What resembles the document of that id, among what the query finds; the options are those
        of search(). Raises NotFoundError."""
    def suggest(self, beginning: str, limit: int = 10) -> List[str]:
        """What the beginning of a query may become, best first: its last word completed, then whole
        titles; at most 100."""
    def document(self, id: str) -> Optional[Document]:
        """The stored document of that id."""
    def stats(self) -> Stats:
        """Counts all distinct terms: takes time in proportion to the index."""
    def __contains__(self, id: str) -> bool: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> DocumentIterator: ...

class DocumentIterator:
    """What iterating over a Searcher returns."""

    def __iter__(self) -> DocumentIterator: ...
    def __next__(self) -> Document: ...

class Index:
    """The one writer of an index, a directory. Readers (Searcher) are never blocked.

    Changes become visible and durable together at commit(). As a context manager it commits on a
    clean exit and discards on an exception; close() and being garbage-collected discard.
    Methods may be called from several threads; they wait for each other.
    """

    def __init__(self, path: _Path, create: bool = False) -> None:
        """Takes the writer's lock. With `create` an index is made if there is none. Raises
        NotFoundError, NotAnIndexError, FormatTooNewError, LockedError (naming the holder),
        PermissionDeniedError, NoSpaceError, CorruptError, IoError."""
    @property
    def path(self) -> str: ...
    @property
    def closed(self) -> bool: ...
    def add(
        self,
        what: Union[_Item, Iterable[_Item]],
        *,
        format: str = "auto",
        source: Optional[str] = None,
        kind: Optional[str] = None,
        lang: Optional[str] = None,
        as_of: Optional[_Time] = None,
        jobs: int = 0,
    ) -> AddReport:
        """Adds documents, replacing those of the same id if anything in them changed.

        what: a path of a file or directory, a dict, a Document, or any iterable of those mixed,
            which is consumed one item at a time.
        format: of files: auto, river, feed, opml, markdown, html, text or jsonl.
        source, kind, lang: override what the documents say.
        as_of: the moment that relative ages in files count back from; default: the file's
            modification time.
        jobs: threads that analyse what files hold; 0: as many as there are processors. Iterables
            other than a list or tuple of paths are analysed on the calling thread.

        What files hold is committed at the end, and for a path or a list of paths every 50,000
        documents; dicts and documents wait for commit() or the next such end. An iterable's bad
        documents and files are counted and listed in the report, and the rest goes on; a single bad
        document raises InvalidArgumentError and a single missing path NotFoundError. An exception
        (KeyboardInterrupt too) stops at once: what was added before it since the last commit is
        neither committed nor discarded yet.
        """
    def delete(self, ids: Union[str, Iterable[str]]) -> int:
        """Removes the documents of an id or of an iterable of ids; returns how many there were."""
    def commit(self) -> None:
        """Makes all changes since the last commit visible and durable."""
    def discard(self) -> None:
        """Drops all changes since the last commit."""
    def close(self) -> None:
        """Discards what is not committed and releases the writer's lock. May be called again."""
    def __enter__(self) -> Index: ...
    def __exit__(self, type: Optional[Type[BaseException]], value: object, traceback: object) -> None: ...

class DocumentParser:
    """What parse() returns."""

    def __iter__(self) -> DocumentParser: ...
    def __next__(self) -> Document: ...

def parse(
    paths: Union[_Path, Iterable[_Path]],
    *,
    format: str = "auto",
    source: Optional[str] = None,
    kind: Optional[str] = None,
    lang: Optional[str] = None,
    as_of: Optional[_Time] = None,
    on_problem: Optional[Callable[[Problem], object]] = None,
) -> DocumentParser:
    """Yields the documents of a file, of a directory or of several, normalised, one at a time.

    The options are those of Index.add. What cannot be read is passed to on_problem or else warned
    of (ParseWarning), and the rest goes on; an exception of on_problem ends the iteration. Only if
    no input exists at all, NotFoundError is raised, by this call itself.
    """

def parse_query(text: str, now: Optional[_Time] = None) -> ParsedQuery:
    """How a query is understood: its canonical text and what does not mean what it looks like.

    now: what `7d` counts back from; default: now."""

def check(path: _Path) -> CheckReport:
    """Looks through a whole index for damage, and for every document whether it can be read and is
    found by its id. Changes nothing. Raises LockedError while another writer works."""

def compact(path: _Path) -> MaintenanceReport:
    """Writes an index anew without the gaps that updates leave. Readers go on; needs room for a
    second copy meanwhile. Stopped or failed, it leaves the index as it was."""

def rebuild(path: _Path, *, jobs: int = 0) -> MaintenanceReport:
    """Analyses every stored document again, as this version does, also of an index that an older
    version wrote. Readers go on. Stopped or failed, it leaves the index as it was.

    jobs: threads that analyse; 0: as many as there are processors."""
