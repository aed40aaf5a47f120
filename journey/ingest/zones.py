"""Whether times name their time zone: as SQL for every row, and in words."""

from __future__ import annotations

from collections.abc import Mapping

from journey.ingest.dates import EPOCHS, has_zone
from journey.text import _

__all__ = ["zone_expression", "zone_notes"]


def zone_expression(column_sql: str, format: str | None) -> str:
    """SQL that tells whether a time that `time_expression` reads names its own zone; an epoch counts as one that does.

    "true" or "false" where the format alone tells.

    Examples
    --------
    >>> import duckdb
    >>> zone_expression("t", "%d.%m.%Y %H:%M"), zone_expression("t", "epoch_s")
    ('false', 'true')
    >>> sql = zone_expression("t", None)
    >>> duckdb.sql(f"SELECT {sql} FROM (VALUES ('2026-03-04 10:00'), ('2026-03-04T10:00+01')) v(t)").fetchall()
    [(False,), (True,)]
    """
    parts = (format or "iso").split("|")
    if parts == ["iso"]:
        return _iso_zone(column_sql)
    if all(part in EPOCHS or (part != "iso" and has_zone(part)) for part in parts):
        return "true"
    if not any(part in EPOCHS or part == "iso" or has_zone(part) for part in parts):
        return "false"
    # No question mark: callers may count those to bind the zone.
    named = f"regexp_matches(trim({column_sql}), ':[^-+]*(Z|UTC|GMT|[+-][0-9:]+)$')"
    return f"({named} OR TRY_CAST({column_sql} AS DOUBLE) IS NOT NULL)" if set(parts) & set(EPOCHS) else named


def _iso_zone(text: str) -> str:
    """The commonest ways to write a time are told by their length and form: looking for a sign takes three times that.

    It runs on every row, where `_plain_iso` runs.
    """
    trimmed = f"trim({text})"
    # Of a fraction all has to be digits: 10:00:00.12Z is as long as 10:00:00.123.
    digits = f" AND TRY_CAST({text}[21:] AS UINTEGER) IS NOT NULL"
    forms = {"____-__-__": "", "____-__-_____:__": "", "____-__-_____:__:__": ""}
    forms |= {"____-__-_____:__:__.___": digits, "____-__-_____:__:__.______": digits}
    plain = " ".join(
        f"WHEN strlen({text}) = {len(form)} AND {text} LIKE '{form}'{more} THEN false" for form, more in forms.items()
    )
    return (
        f"CASE {plain} WHEN suffix({text}, 'Z') THEN true"
        f" ELSE contains({trimmed}[9:], '+') OR contains({trimmed}[9:], '-')"
        f" OR NOT {trimmed}[-1:] BETWEEN '0' AND '9' END"
    )


def zone_notes(zones: Mapping[str, tuple[int, int]], timezone: str) -> list[str]:
    """How the times were read, in sentences: by the zone they name, or by the one that was chosen.

    Parameters
    ----------
    zones : mapping
        Column of times -> how many of them name their time zone, and how many do not.

    Examples
    --------
    >>> zone_notes({"at": (3, 0)}, "UTC"), zone_notes({"at": (0, 3)}, "Europe/Berlin")
    (['All times name their time zone.'], ['Times name no time zone; they are read as Europe/Berlin.'])
    """
    told = {column: counts for column, counts in zones.items() if sum(counts)}
    if told and not any(unnamed for _named, unnamed in told.values()):
        return [_("All times name their time zone.")]
    if told and not any(named for named, _unnamed in told.values()):
        return [_("Times name no time zone; they are read as {zone}.").format(zone=timezone)]
    found = []
    for column, (named, unnamed) in told.items():
        if not unnamed:
            text = _("All times of {column} name their time zone.")
        elif not named:
            text = _("Times of {column} name no time zone; they are read as {zone}.")
        else:
            text = _(
                "{n} of {all} times of {column} name no time zone: those are read as {zone}, "
                "the others in the zone they name."
            )
        all_of_it = f"{named + unnamed:,}"
        found.append(text.format(n=f"{unnamed:,}", all=all_of_it, column=repr(column), zone=timezone))
    return found
