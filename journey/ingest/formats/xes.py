"""XES, the XML of event logs (IEEE 1849): streamed into Parquet, trace by trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from lxml import etree

from journey.errors import WrongInput
from journey.ingest.formats.table import Progress, Table, column_names, literal
from journey.model import ReadOptions
from journey.store.dialect import quote
from journey.text import _

__all__ = ["read"]

BATCH = 200_000
"""Events a Parquet part: what is held in memory at a time."""

_SCALARS = frozenset({"string", "date", "int", "float", "boolean", "id"})

Key = tuple[bool, str]
"""A column before it has a name: whether it belongs to the trace, and its key."""


def read(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    options: ReadOptions,
    workdir: Path,
    progress: Progress,
    limit: int | None = None,
) -> Table:
    """Read an XES log.

    Columns are named as pm4py names them: attributes of the trace get the prefix ``case:``. Values stand as they are
    written, so times keep their precision and their offset. Attributes inside attributes, lists and containers are
    left out, as are events outside a trace.

    Raises
    ------
    WrongInput
        No XML, XML with a DOCTYPE, XML that ends early, or a log without events.
    """
    events: list[dict[Key, str]] = []
    keys: dict[Key, None] = {}
    parts: list[Path] = []
    count = 0

    def flush() -> None:
        part = workdir / f"{path.stem}-{len(parts)}.parquet"
        known = list(keys)
        arrays = [pa.array([event.get(key) for event in events], pa.string()) for key in known]
        pq.write_table(pa.table(arrays, names=[f"c{n}" for n in range(len(known))]), part, compression="lz4")
        parts.append(part)
        events.clear()

    for event in _events(path, progress):
        keys.update(dict.fromkeys(event))
        events.append(event)
        count += 1
        if len(events) >= BATCH:
            flush()
        if limit is not None and count >= limit:
            break
    if not count:
        raise WrongInput(
            _("{name} holds no events.").format(name=path.name), _("Export the log again, with its events.")
        )
    if events:
        flush()
    names = column_names([f"case:{key}" if of_trace else key for of_trace, key in keys], path)
    chosen = ", ".join(f"c{number} AS {quote(name)}" for number, name in enumerate(names))
    files = ", ".join(literal(str(part)) for part in parts)
    relation = f"(SELECT {chosen} FROM read_parquet([{files}], union_by_name = true))"
    return Table(names, relation, options, rows=count)


def _events(path: Path, progress: Progress) -> Iterator[dict[Key, str]]:
    total = path.stat().st_size
    with path.open("rb") as file:
        parser = etree.iterparse(
            file,
            events=("end",),
            tag=("{*}trace", "{*}log"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
        )
        try:
            for _event, element in parser:
                if element.getroottree().docinfo.doctype:
                    raise WrongInput(
                        _("{name} is XML with a DOCTYPE, which is not read: it can name other files.").format(
                            name=path.name
                        ),
                        _("Export the log without a DOCTYPE."),
                    )
                if etree.QName(element).localname != "trace":
                    continue
                yield from _trace(element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
                progress(_("Reading the log"), file.tell(), total)
        except etree.XMLSyntaxError as error:
            raise WrongInput(
                _("{name} is no complete XML: line {line}, {reason}.").format(
                    name=path.name, line=error.lineno, reason=error.msg.rstrip(".")
                ),
                _("Export the log again, and copy the whole file."),
            ) from error


def _trace(element: etree._Element) -> Iterator[dict[Key, str]]:
    shared: dict[Key, str] = {}
    events: list[dict[Key, str]] = []
    for child in element:
        name = _local(child)
        if name in _SCALARS:
            _set(shared, True, child)
        elif name == "event":
            event: dict[Key, str] = {}
            for attribute in child:
                if _local(attribute) in _SCALARS:
                    _set(event, False, attribute)
            events.append(event)
    for event in events:
        yield event | shared


def _set(values: dict[Key, str], of_trace: bool, attribute: etree._Element) -> None:
    key, value = attribute.get("key"), attribute.get("value")
    if key is not None and value is not None:
        values[of_trace, key] = value


def _local(element: etree._Element) -> str:
    tag = element.tag
    # Comments and processing instructions have a function for a tag.
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
