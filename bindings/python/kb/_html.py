"""What a notebook shows. Everything that comes from a document or a query is escaped; links are
only made to http and https."""

from html import escape
from typing import Iterable, List, Optional, Sequence, Tuple

from kb._kb import Hit, Results

_Ranges = Sequence[Tuple[int, int]]

#: A browser is not asked to show more at once.
_MOST_HITS = 100
_MOST_FACET_VALUES = 10


def _text(text: str) -> str:
    """Escaped; control characters and overrides of direction become U+FFFD, one for one."""
    return escape("".join(c if c.isprintable() or c == " " else "\ufffd" for c in text))


def _marked(text: str, ranges: _Ranges) -> str:
    pieces: List[str] = []
    done = 0
    for start, end in ranges:
        pieces += [_text(text[done:start]), "<mark>", _text(text[start:end]), "</mark>"]
        done = end
    return "".join([*pieces, _text(text[done:])])


def _linked(html: str, url: str) -> str:
    if not url.lower().startswith(("http://", "https://")):
        return html
    return f'<a href="{_text(url)}" rel="noopener noreferrer">{html}</a>'


def _details(hit: Hit) -> str:
    day: Optional[str] = hit.published.date().isoformat() if hit.published else None
    parts = [hit.kind, hit.source, ", ".join(hit.authors), day, ", ".join(hit.tags)]
    if hit.duplicates:
        parts.append(f"{hit.duplicates} more like it")
    return " · ".join(_text(part) for part in parts if part)


def _title(hit: Hit) -> str:
    title = _marked(hit.title, hit.highlights["title"]) if hit.title else _text(hit.id)
    return f"<b>{_linked(title, hit.url)}</b>"


def hit_html(hit: Hit) -> str:
    """One hit as a block."""
    return (
        f'<div style="margin:0 0 .8em">{_title(hit)} <small>{hit.score:.2f}</small>'
        f"<br><small>{_details(hit)}</small>"
        f'<br>{_marked(hit.snippet, hit.highlights["snippet"])}</div>'
    )


def _facet_html(field: str, values: Iterable[Tuple[str, int]]) -> str:
    shown = ", ".join(f"{_text(value)} <small>{count}</small>" for value, count in values)
    return f"<div><i>{_text(field)}</i>: {shown}</div>"


def results_html(results: Results) -> str:
    """Hits, facets, warnings."""
    hits = results[:_MOST_HITS]
    blocks = [f"<div><b>{results.total}</b> found for <code>{_text(results.query)}</code></div>"]
    if results.did_you_mean:
        blocks.append(f"<div>Did you mean <code>{_text(results.did_you_mean)}</code>?</div>")
    blocks += [f"<div><i>{_text(warning)}</i></div>" for warning in results.warnings]
    blocks += [
        _facet_html(field, [(value.value, value.count) for value in values[:_MOST_FACET_VALUES]])
        for field, values in results.facets.items()
    ]
    blocks += [hit_html(hit) for hit in hits]
    if len(results) > len(hits):
        blocks.append(f"<div>… and {len(results) - len(hits)} more</div>")
    return "".join(blocks)
