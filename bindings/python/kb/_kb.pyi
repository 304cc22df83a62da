"""The extension behind the package kb: users import kb."""

import os
from datetime import date, datetime, timedelta
from typing import (
    Any,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    Type,
    Union,
    overload,
)

from kb._records import (
    AddReport,
    BackupReport,
    CheckReport,
    Evaluation,
    Explanation,
    FacetValue,
    FetchResult,
    MaintenanceReport,
    ParsedQuery,
    Problem,
    Progress,
    Stats,
    SubscribeReport,
    Subscription,
    UpdateReport,
)

_Path = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]
#: "2023-11-29", "2023-11-29T14:05:00Z", a date (midnight UTC) or a datetime (naive: UTC).
_Time = Union[str, date, datetime]
_Item = Union[_Path, Dict[str, Any], "Document"]
#: Called about every 50 ms of work, and at the end, on the thread that called kb. What it raises
#: ends the work as Ctrl-C does.
_OnProgress = Optional[Callable[[Progress], object]]
#: Seconds.
_Span = Union[float, timedelta]
_OnProblem = Optional[Callable[[Problem], object]]

__version__: str

#: The names of the ranking profiles, the default first.
PROFILES: Tuple[str, ...]

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
    def keys(self) -> Iterable[str]:
        """Those of its dict: "id" and "title"."""
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
    def took_ms(self) -> float:
        """Milliseconds that the search took."""
    @property
    def did_you_mean(self) -> Optional[str]:
        """The query with a better-known spelling, where there is one."""
    @property
    def warnings(self) -> List[str]:
        """What in the query does not mean what it looks like, and where."""
    @property
    def hits(self) -> List[Hit]:
        """The hits as a list."""
    @property
    def facets(self) -> Dict[str, List[FacetValue]]:
        """Field → values, most frequent first; years and months newest first."""
    def to_json(self) -> str:
        """One JSON object, as kbsearch --format json prints it."""
    def __eq__(self, other: object) -> bool:
        """Whether all but took_ms is equal."""
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, slice: slice) -> List[Hit]: ...
    def __iter__(self) -> Iterator[Hit]: ...

class Searcher:
    """Reads an index. Every call sees one consistent commit, the newest at its start, even while a
    writer commits. May be shared between threads, which search in parallel. After a fork the child's
    opens the index anew. Pickles as its path.

    len() is the number of documents, `id in searcher` asks for an id, and iteration yields all
    documents in ascending order of id, as of one commit; where writers overtake it, it goes on in a
    newer one: what is there all the while comes exactly once.
    """

    def __init__(self, path: _Path) -> None:
        """Raises NotFoundError, NotAnIndexError, FormatTooNewError, PermissionDeniedError,
        CorruptError, IoError."""
    @property
    def path(self) -> str: ...
    @property
    def closed(self) -> bool: ...
    def search(
        self,
        query: str = "",
        *,
        limit: int = 10,
        offset: int = 0,
        sort: str = "relevance",
        match: str = "any",
        profile: str = "default",
        facets: Union[str, Iterable[str], None] = (),
        snippet_length: int = 240,
        fragments: int = 1,
        collapse: bool = True,
        explain: bool = False,
        similar: Optional[str] = None,
        timeout: Union[int, timedelta, None] = 0,
        strict: bool = False,
        now: Optional[_Time] = None,
    ) -> Results:
        """Answers a query. Any text is a valid query: what looks like syntax but is not is searched
        as words, with a warning. The arguments are the options of kbsearch.

        limit, offset: which part of the result.
        sort: relevance, newest, oldest, points or comments.
        match: any (words are ranked together, the best match first) or all.
        profile: how documents rank: one of PROFILES.
        facets: fields to count: kind, source, author, tag, lang, site, year, month.
        snippet_length: in code points; 0: none.
        fragments: passages of a snippet, at most.
        collapse: near-duplicates collapse into the best-ranked one.
        explain: every hit has an explanation.
        similar: the id of a document: what resembles it, best first, without itself and its
            near-duplicates; the query then only restricts. Raises NotFoundError.
        timeout: milliseconds, or a timedelta, after which the search ends with what it has found,
            a warning, and total_exact False; 0: none.
        strict: warnings raise InvalidArgumentError.
        now: what `7d` counts back from; default: now.
        """
    def similar(
        self,
        id: str,
        query: str = "",
        *,
        limit: int = 10,
        offset: int = 0,
        sort: str = "relevance",
        match: str = "any",
        profile: str = "default",
        facets: Union[str, Iterable[str], None] = (),
        snippet_length: int = 240,
        fragments: int = 1,
        collapse: bool = True,
        explain: bool = False,
        timeout: Union[int, timedelta, None] = 0,
        strict: bool = False,
        now: Optional[_Time] = None,
    ) -> Results:
        """What resembles the document of that id, among what the query finds; the options are those
        of search(). Raises NotFoundError."""
    def count(
        self,
        query: str = "",
        *,
        match: str = "any",
        collapse: bool = True,
        similar: Optional[str] = None,
        timeout: Union[int, timedelta, None] = 0,
        strict: bool = False,
        now: Optional[_Time] = None,
    ) -> int:
        """The number of documents that a query finds, near-duplicates counted once; the options are
        those of search()."""
    def suggest(self, beginning: str, limit: int = 10) -> List[str]:
        """What the beginning of a query may become, best first: its last word completed, then whole
        titles; at most 100."""
    def document(self, id: str) -> Optional[Document]:
        """The stored document of that id, or None."""
    def feeds(self) -> List[Subscription]:
        """The feeds that the index collects, by URL."""
    def stats(self) -> Stats:
        """Counts all distinct terms: takes time in proportion to the index."""
    def close(self) -> None:
        """Lets the index go once what has begun has ended. May be called again; not needed: being
        garbage-collected does it, too."""
    def __enter__(self) -> Searcher: ...
    def __exit__(self, type: Optional[Type[BaseException]], value: object, traceback: object) -> None: ...
    def __contains__(self, id: str) -> bool: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> DocumentIterator: ...

class DocumentIterator:
    """What iterating over a Searcher returns. May be shared between threads, which then each get
    some of the documents; not usable after a fork."""

    def __iter__(self) -> DocumentIterator: ...
    def __next__(self) -> Document: ...

class Index:
    """The one writer of an index, a directory. Readers (Searcher) are never blocked.

    Changes become visible and durable together at commit(). As a context manager it commits on a
    clean exit and discards on an exception; close() and being garbage-collected discard.
    Methods may be called from several threads; they wait for each other. After a fork only the parent
    may use it, and the lock is held until the child has ended, too.
    """

    def __init__(self, path: _Path, create: bool = False, *, wait: _Span = 0) -> None:
        """Takes the writer's lock.

        create: an index is made if there is none.
        wait: seconds, or a timedelta, for another writer to finish.

        Raises NotFoundError, NotAnIndexError, FormatTooNewError, LockedError (naming the holder),
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
        allow_private: bool = False,
        timeout: _Span = 60,
        proxy: Optional[str] = None,
        on_progress: _OnProgress = None,
        on_problem: _OnProblem = None,
    ) -> AddReport:
        """Adds documents, replacing those of the same id if anything in them changed. The arguments
        are the options of kbindex add.

        what: a path of a file or directory, an http(s) URL, a dict, a Document, or any iterable of
            those mixed, which is consumed one item at a time.
        format: of files: auto, river, feed, opml, markdown, html, text or jsonl.
        source, kind, lang: override what the documents say.
        as_of: the moment that relative ages in files count back from; default: the file's
            modification time.
        jobs: threads that analyse what files hold; 0: as many as there are processors. Iterables
            other than a list or tuple of paths are analysed on the calling thread.
        allow_private, timeout, proxy: of fetches, as in fetch().
        on_progress: is told in bytes of files (a path or a list of paths) or else in items.
        on_problem: is told of warnings and failures of inputs as they are met.

        What files hold is committed at the end, and for a path or a list of paths every 50,000
        documents; dicts and documents wait for commit() or the next such end. An iterable's bad
        documents and files are counted and listed in the report, and the rest goes on; a single bad
        document raises InvalidArgumentError and a single missing path NotFoundError. An exception
        (KeyboardInterrupt too) stops at once: what was added before it since the last commit is
        neither committed nor discarded yet.
        """
    def delete(
        self, ids: Union[str, Iterable[str], None] = None, *, query: Optional[str] = None
    ) -> int:
        """Removes the documents of an id or of an iterable of ids; returns how many there were.

        query: removes what this query finds among what is committed, instead. One with warnings
            raises InvalidArgumentError.
        """
    def subscribe(
        self,
        what: Union[_Path, Iterable[_Path]],
        *,
        fetch: bool = True,
        allow_private: bool = False,
        timeout: _Span = 60,
        proxy: Optional[str] = None,
        on_problem: _OnProblem = None,
    ) -> SubscribeReport:
        """Subscribes to feeds; commit() makes it last. The arguments are the options of kbindex
        subscribe.

        what: a feed's URL, the URL of a page that names its feed, an OPML file, or several.
        fetch: a URL is fetched once, to see what it is; else it is taken for a feed's.
        allow_private, timeout, proxy: of fetches, as in fetch().
        on_problem: is told of warnings and failures as they are met.
        """
    def unsubscribe(self, urls: Union[str, Iterable[str]]) -> int:
        """Removes subscriptions; returns how many there were. Their documents stay."""
    def feeds(self) -> List[Subscription]:
        """The subscriptions by URL, uncommitted ones included."""
    def update(
        self,
        *,
        jobs: int = 0,
        all: bool = False,
        allow_private: bool = False,
        timeout: _Span = 60,
        proxy: Optional[str] = None,
        on_progress: _OnProgress = None,
        on_problem: _OnProblem = None,
    ) -> UpdateReport:
        """Fetches the feeds that are due and adds what is new, committing as it goes and at the end.
        What was fetched before KeyboardInterrupt is committed. The arguments are the options of
        kbindex update.

        all: also feeds that are not due, or gone.
        allow_private, timeout, proxy: of fetches, as in fetch().
        on_progress: is told in feeds.
        on_problem: is told of warnings and failures of feeds as they are met.
        """
    def commit(self) -> None:
        """Makes all changes since the last commit visible and durable."""
    def discard(self) -> None:
        """Drops all changes since the last commit."""
    def close(self) -> None:
        """Discards what is not committed and releases the writer's lock. May be called again."""
    def __enter__(self) -> Index: ...
    def __exit__(self, type: Optional[Type[BaseException]], value: object, traceback: object) -> None: ...

class DocumentParser:
    """What parse() returns. May be shared between threads; not usable after a fork."""

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
    on_problem: _OnProblem = None,
    allow_private: bool = False,
    timeout: _Span = 60,
    proxy: Optional[str] = None,
) -> DocumentParser:
    """Yields the documents of a file, a directory or an http(s) URL, or of several, normalised, one
    at a time.

    The options are those of Index.add. What cannot be read is passed to on_problem or else warned
    of (ParseWarning), and the rest goes on; an exception of on_problem ends the iteration. Only if
    no input exists at all, NotFoundError is raised, by this call itself.
    """

def parse_query(text: str, now: Optional[_Time] = None) -> ParsedQuery:
    """How a query is understood: its canonical text and what does not mean what it looks like.

    now: what `7d` counts back from; default: now."""

def check(
    path: _Path, *, repair: bool = False, jobs: int = 0, wait: _Span = 0, on_progress: _OnProgress = None
) -> CheckReport:
    """Looks through a whole index for damage, and for every document whether it can be read and is
    found by its id. Changes nothing without `repair`. Raises LockedError while another writer works.

    repair: of a damaged index, every document that can still be read is analysed into a new one,
        which takes its place; the damaged one is kept in a directory beside it. There must be room
        for both. Raises CorruptError if nothing at all can be read.
    jobs: threads that analyse; 0: as many as there are processors.
    wait: seconds, or a timedelta, for another writer to finish."""

def compact(path: _Path, *, wait: _Span = 0, on_progress: _OnProgress = None) -> MaintenanceReport:
    """Writes an index anew without the gaps that updates leave. Readers go on; needs room for a
    second copy meanwhile. Stopped or failed, it leaves the index as it was.

    wait: seconds, or a timedelta, for another writer to finish."""

def rebuild(
    path: _Path, *, jobs: int = 0, wait: _Span = 0, on_progress: _OnProgress = None
) -> MaintenanceReport:
    """Analyses every stored document again, as this version does, also of an index that an older
    version wrote. Readers go on. Stopped or failed, it leaves the index as it was.

    jobs: threads that analyse; 0: as many as there are processors.
    wait: seconds, or a timedelta, for another writer to finish."""

def backup(
    path: _Path, target: _Path, *, wait: _Span = 0, on_progress: _OnProgress = None
) -> BackupReport:
    """Copies one whole commit of an index into a directory and looks through the copy for damage.
    Readers and a writer go on meanwhile. The copy is an index like any other. Stopped or failed, it
    leaves no index in the target.

    target: must not exist or be empty, or InvalidArgumentError is raised.
    wait: seconds, or a timedelta, for the writer to finish where its commits come faster than copies
        are made."""

def fetch(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    allow_private: bool = False,
    timeout: _Span = 60,
    proxy: Optional[str] = None,
) -> FetchResult:
    """Fetches one http(s) resource as kb does: redirects followed, certificates verified, bounded in
    size and time, decompressed. Failures are values.

    etag, last_modified: of the copy at hand, for a conditional request.
    allow_private: hosts may also be on private networks and this machine.
    timeout: seconds, or a timedelta, for the whole.
    proxy: the URL of a proxy; none is taken from the environment."""

def to_opml(feeds: Iterable[Subscription]) -> str:
    """An OPML list of feeds, without credentials; tags become folders. Index.subscribe reads it."""

def evaluate(
    db: Union[_Path, Searcher],
    queries: Union[_Path, Mapping[str, str], Iterable[Tuple[str, str]]],
    qrels: Union[_Path, Mapping[str, Mapping[str, int]]],
    *,
    run: Optional[_Path] = None,
    profile: str = "default",
) -> Evaluation:
    """Measures how well an index answers judged queries, as trec_eval does. The arguments are the
    options of kbeval.

    queries: a file (id TAB text), or query id → text.
    qrels: a file as TREC writes it, or query id → document id → grade; at least 1 is relevant.
    run: a file to write what was found to, as trec_eval reads it.
    profile: one of PROFILES, or bm25, the textbook baseline.
    """

def randomisation_test(a: Sequence[float], b: Sequence[float]) -> float:
    """How likely two systems are as good as each other: the p-value of a two-sided paired
    randomisation test over a measure of each topic (20,000 rounds, seeded)."""
