"""Mappings that need no guess: of files of a shape that was imported before, and of exports that are documented.

Ready ones: Google Analytics 4 as exported to BigQuery, Zendesk tickets with their audits or events, Qualtrics
responses. What is nested in these files, `formats.known_shapes` lays out as columns first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from journey.errors import WrongInput
from journey.ingest.guess import Guess
from journey.ingest.roles import guess
from journey.ingest.saved_mappings import SavedMapping, saved_mappings
from journey.model import Grain, Mapping
from journey.text import _
from journey.text.format import date

__all__ = ["READY", "Known", "known_guess", "named", "recognise"]

Row = Sequence[str | None]


@dataclass(frozen=True)
class Known:
    """A mapping that fits a file.

    Attributes
    ----------
    name : str
        For the command line: "ga4", "zendesk", "qualtrics", or the name of a file that was imported before.
    told : str
        How the file is read, in a sentence.
    """

    name: str
    told: str
    mapping: Mapping


def recognise(columns: Sequence[str], rows: Sequence[Row]) -> Known | None:
    """The mapping for a file: that of the last file with just these columns, else a ready one.

    Examples
    --------
    >>> rows = [("1772359200000000", "page_view", "u1", "WEB")]
    >>> known = recognise(("event_timestamp", "event_name", "user_pseudo_id", "platform"), rows)
    >>> known.name, known.mapping.customer, known.mapping.touchpoint
    ('ga4', 'user_pseudo_id', ('event_name',))
    """
    shape = frozenset(columns)
    for saved in saved_mappings():
        if saved.columns == shape:
            return _as_last_time(saved)
    for name, (told, fitting) in READY.items():
        mapping = fitting(columns, rows)
        if mapping is not None:
            return Known(name, told, mapping)
    return None


def named(name: str, columns: Sequence[str], rows: Sequence[Row]) -> Known:
    """The mapping of that name, for a file with these columns.

    Raises
    ------
    WrongInput
        There is none of that name, or the file has not the columns it speaks of.
    """
    saved = next((one for one in saved_mappings() if one.name == name and name not in READY), None)
    if saved is not None:
        lacking = sorted(set(saved.mapping.columns()) - set(columns))
        if lacking:
            raise WrongInput(
                _("The mapping {name} speaks of a column {column}, which this file does not have.").format(
                    name=repr(name), column=repr(lacking[0])
                ),
                _("Leave --mapping out, and say which column is what."),
            )
        return _as_last_time(saved)
    if name not in READY:
        known = ", ".join([*READY, *(one.name for one in saved_mappings()[:20])])
        raise WrongInput(
            _("There is no mapping {name}.").format(name=repr(name)), _("There are: {names}.").format(names=known)
        )
    told, fitting = READY[name]
    mapping = fitting(columns, rows)
    if mapping is None:
        raise WrongInput(
            _("This file does not look like the export that the mapping {name} is for.").format(name=repr(name)),
            _("Its columns are: {columns}.").format(columns=", ".join(map(repr, columns[:20]))),
        )
    return Known(name, told, mapping)


def known_guess(columns: Sequence[str], rows: Sequence[Row], known: Known | None = None) -> Guess:
    """The guess to start from: what is known of files of this shape, else what names and values tell."""
    known = known or recognise(columns, rows)
    if known is None:
        return guess(columns, rows)
    used = known.mapping.columns()
    return Guess(
        known.mapping,
        dict.fromkeys(columns, 1.0),
        {column: known.told if column in used else _("not used") for column in columns},
        (),
        known.told,
    )


def _as_last_time(saved: SavedMapping) -> Known:
    told = _("Read as last time ({name}, {date}).").format(name=saved.name, date=date(saved.used))
    return Known(saved.name, told, saved.mapping)


def _ga4(columns: Sequence[str], rows: Sequence[Row]) -> Mapping | None:
    if not {"event_name", "event_timestamp", "user_pseudo_id"} <= set(columns):
        return None
    wanted = (
        "user_id", "traffic_source.source", "traffic_source.medium", "traffic_source.name", "device.category",
        "geo.country", "event_params.ga_session_id", "event_params.page_location", "event_params.page_title",
    )  # fmt: skip
    return Mapping(
        customer="user_pseudo_id",
        touchpoint=("event_name",),
        time="event_timestamp",
        date_format="epoch_us",
        channel=_first(columns, rows, "platform"),
        attributes=tuple(name for name in wanted if _first(columns, rows, name)),
        grain=Grain.CUSTOMER,
    )


def _zendesk(columns: Sequence[str], rows: Sequence[Row]) -> Mapping | None:
    if not {"ticket_id", "ticket_event", "created_at", "started_by"} <= set(columns):
        return None
    return Mapping(
        journey="ticket_id",
        customer=_first(columns, rows, "requester_id"),
        touchpoint=("ticket_event",),
        time="created_at",
        channel=_first(columns, rows, "channel"),
        scores=("satisfaction",) if _first(columns, rows, "satisfaction") else (),
        comment=_first(columns, rows, "comment"),
        initiator=_first(columns, rows, "started_by"),
        attributes=tuple(name for name in ("priority", "subject") if _first(columns, rows, name)),
        grain=Grain.JOURNEY,
    )


def _qualtrics(columns: Sequence[str], rows: Sequence[Row]) -> Mapping | None:
    if not {"ResponseId", "RecordedDate", "StartDate"} <= set(columns):
        return None
    customer = _first(columns, rows, "ExternalReference")
    # The question "Q1" of an NPS stands beside its group, "Q1_NPS_GROUP".
    bases = [name.removesuffix("_NPS_GROUP") for name in columns if name.endswith("_NPS_GROUP")]
    scores = tuple(name for name in bases if name in columns)
    comments = [name for name in columns if re.fullmatch(r"Q[\w.]*_TEXT", name) and _first(columns, rows, name)]
    wanted = ("Status", "Finished", "Progress", "DistributionChannel", "UserLanguage", "Duration (in seconds)")
    return Mapping(
        journey=None if customer else "ResponseId",
        customer=customer,
        as_touchpoint=_("Survey answer"),
        as_channel=_("Survey"),
        time="RecordedDate",
        scores=scores,
        comment=comments[0] if comments else None,
        attributes=tuple(name for name in wanted if _first(columns, rows, name)),
        grain=Grain.CUSTOMER if customer else Grain.JOURNEY,
    )


def _first(columns: Sequence[str], rows: Sequence[Row], name: str) -> str | None:
    """The column, where the file has it and some row says something in it."""
    if name not in columns:
        return None
    at = list(columns).index(name)
    return name if any(row[at] for row in rows) else None


READY: dict[str, tuple[str, Callable[[Sequence[str], Sequence[Row]], Mapping | None]]] = {
    "ga4": (_("Read as an export of Google Analytics 4 from BigQuery."), _ga4),
    "zendesk": (_("Read as an export of Zendesk tickets with their events."), _zendesk),
    "qualtrics": (_("Read as an export of Qualtrics responses."), _qualtrics),
}
"""Name -> (how it is told, the mapping for columns and rows that fit)."""
