"""XES, the XML of event logs (IEEE 1849): streamed into Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from journey.errors import WrongInput
from journey.ingest.formats.parts import BATCH, Parts
from journey.ingest.formats.table import KEPT, Malformed, Progress, Table, column_names
from journey.model import ReadOptions
from journey.text import _

__all__ = ["read"]

CHUNK = 1024 * 1024

_SCALARS = frozenset({"string", "date", "int", "float", "boolean", "id"})

Values = dict[str, str]


def read(
    path: Path,
    options: ReadOptions,
    workdir: Path,
    progress: Progress,
    name: str,
    limit: int | None = None,
    *,
    cut: bool = False,
) -> Table:
    """Read an XES log.

    Columns are named as pm4py names them: attributes of the trace get the prefix ``case:``. Values stand as they are
    written, so times keep their precision and their offset. Attributes inside attributes, lists and containers are
    left out. An event outside a trace belongs to no journey, and counts as malformed.

    Parameters
    ----------
    limit : int, optional
        Stop after so many events.
    cut : bool
        The file is the beginning of a longer one: that it breaks off is no error.

    Raises
    ------
    WrongInput
        No XML, XML with a DOCTYPE, XML that ends early, another XML than XES, a log without events.
    """
    parts = Parts(workdir)
    of_event: dict[str, None] = {}
    of_trace: dict[str, None] = {}
    order: dict[tuple[str, str], None] = {}
    batch: list[tuple[Values, Values]] = []
    count = 0

    def flush() -> None:
        for trace, event in batch:
            of_event.update(dict.fromkeys(event))
            of_trace.update(dict.fromkeys(trace))
        order.update(dict.fromkeys(("", key) for key in of_event))
        order.update(dict.fromkeys(("case:", key) for key in of_trace))
        column_names([key for _prefix, key in order], name)
        parts.write([[(trace if prefix else event).get(key) for trace, event in batch] for prefix, key in order])
        batch.clear()

    outside: list[Malformed] = []
    for pair in _events(path, progress, name, outside, cut=cut):
        batch.append(pair)
        count += 1
        if len(batch) >= BATCH:
            flush()
        if count == limit:
            break
    if not count:
        raise WrongInput(_("{name} holds no events.").format(name=name), _("Export the log again, with its events."))
    if batch:
        flush()
    names = column_names([prefix + key for prefix, key in order], name)
    return Table(
        names,
        parts.relation(names),
        options,
        malformed=tuple(outside[:KEPT]),
        malformed_count=len(outside),
        rows=None if cut or count == limit else count,
    )


def _events(
    path: Path, progress: Progress, file_name: str, outside: list[Malformed], *, cut: bool
) -> Iterator[tuple[Values, Values]]:
    """Attributes of the trace and of the event, event by event."""
    ready: list[tuple[Values, Values]] = []
    parser = _parser(file_name, ready, outside)
    total = path.stat().st_size
    done = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                parser.Parse(chunk, not chunk)
            except expat.ExpatError as error:
                if cut and not chunk:
                    return
                raise WrongInput(
                    _("{name} is no complete XML: line {line}, {reason}.").format(
                        name=file_name, line=error.lineno, reason=expat.errors.messages[error.code]
                    ),
                    _("Export the log again, and copy the whole file."),
                ) from error
            yield from ready
            ready.clear()
            if not chunk:
                return
            done += len(chunk)
            progress(_("Reading the log"), done, total)


def _parser(file_name: str, ready: list[tuple[Values, Values]], outside: list[Malformed]) -> expat.XMLParserType:
    """A parser that puts events into `ready` when their trace ends: its attributes may stand after its events."""
    depth = 0
    trace: Values | None = None
    event: Values | None = None
    events: list[Values] = []
    local: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, trace, event, events
        depth += 1
        if depth > 4:
            return
        name = local.get(tag) or local.setdefault(tag, tag.rpartition(":")[2])
        if depth == 4:
            if event is not None and name in _SCALARS:
                _set(event, attributes)
        elif depth == 3:
            if trace is None:
                return
            if name == "event":
                event = {}
            elif name in _SCALARS:
                _set(trace, attributes)
        elif depth == 2:
            trace, events = ({}, []) if name == "trace" else (None, [])
            if name == "event":
                line = parser.CurrentLineNumber
                outside.append(Malformed(line, f"<{tag}>", _("an event outside a trace")))
        elif name != "log":
            raise WrongInput(
                _("{name} is XML, but no XES log: its root is <{root}>.").format(name=file_name, root=tag[:80]),
                _("Export the log as XES, CSV or XLSX."),
            )

    def end(tag: str) -> None:
        nonlocal depth, event, trace
        depth -= 1
        if depth == 2 and event is not None:
            events.append(event)
            event = None
        elif depth == 1 and trace is not None:
            shared = trace
            ready.extend((shared, done) for done in events)
            trace = None

    def doctype(*_declared: object) -> None:
        raise WrongInput(
            _("{name} is XML with a DOCTYPE, which is not read: it can name other files.").format(name=file_name),
            _("Export the log without a DOCTYPE."),
        )

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    return parser


def _set(values: Values, attributes: dict[str, str]) -> None:
    key, value = attributes.get("key"), attributes.get("value")
    if key is not None and value is not None:
        values[key] = value
