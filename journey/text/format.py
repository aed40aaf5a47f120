"""Numbers, durations and dates as the screen shows them: three significant digits, no false precision."""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime

from journey.model import Interval
from journey.text import _

__all__ = ["count", "date", "duration", "interval", "moment", "number", "percent"]

_UNITS = ((365 * 86_400, "y"), (86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))
MINUS = "\N{MINUS SIGN}"


def count(n: int) -> str:
    """A whole number with thousands apart.

    >>> count(12340)
    '12,340'
    """
    return f"{n:,}"


def number(value: float | None) -> str:
    """Three significant digits.

    >>> number(12345.6), number(0.01234), number(4.5), number(None)
    ('12,300', '0.0123', '4.5', '–')
    """
    if value is None:
        return "–"
    if value == 0:
        return "0"
    rounded = float(f"{value:.3g}")
    text = f"{rounded:,.0f}" if abs(rounded) >= 100 else f"{rounded:.6f}".rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def percent(share: float | None) -> str:
    """A share of 0..1 in per cent, whole from 10 % on.

    >>> percent(0.624), percent(0.0456), percent(0.0002), percent(1.0), percent(None)
    ('62 %', '4.6 %', '<0.1 %', '100 %', '–')
    """
    if share is None:
        return "–"
    value = 100 * share
    if 0 < value < 0.1:
        return "<0.1 %"
    if 99.5 <= value < 100:
        # 99.96 % of the journeys are not all of them.
        return f"{min(value, 99.9):.1f} %"
    return f"{value:.0f} %" if value >= 9.95 or value == 0 else f"{value:.1f} %"


def duration(seconds: float | None) -> str:
    """A length of time in its largest unit, and the next one where it tells something.

    >>> duration(0.334), duration(90), duration(5400), duration(273600), duration(86400 * 800)
    ('0.33 s', '1.5 min', '1.5 h', '3 d 4 h', '2.2 y')
    >>> duration(0), duration(None)
    ('0 s', '–')
    """
    if seconds is None:
        return "–"
    if seconds < 0:
        return MINUS + duration(-seconds)
    if seconds == 0:
        return "0 s"
    for size, unit in _UNITS:
        # The limit lies a little below the unit, so that 59.99 s reads as one minute, not as 60 s.
        if seconds >= 0.9995 * size:
            if unit == "d" and seconds < 14 * 86_400:
                hours = round(seconds / 3600)
                days, rest = divmod(hours, 24)
                return f"{days} d {rest} h" if rest else f"{days} d"
            value = seconds / size
            return f"{value:.0f} {unit}" if value >= 9.95 else f"{value:.1f} {unit}".replace(".0 ", " ")
    return f"{seconds:.2g} s"


def interval(figure: Interval, *, scale: str = "percent", counted: bool = True) -> str:
    """A figure, its interval and its n.

    Parameters
    ----------
    scale : str
        "percent", "number" or "time" (of seconds).
    counted : bool
        Whether n is told; False where it stands beside it.

    >>> interval(Interval(0.62, 0.58, 0.66, 412))
    '62 % (58-66), n 412'
    >>> interval(Interval(0.0, 0.0, 0.0004, 8043))
    '0 % (0-0.1), n 8,043'
    >>> interval(Interval(None, None, None, 0))
    '–'
    >>> interval(Interval(4.52, 4.4, 4.64, 90), scale="number")
    '4.52 (4.4-4.64), n 90'
    >>> interval(Interval(90.0, 60.0, 120.0, 90), scale="time", counted=False)
    '1.5 min (1 min-2 min)'
    """
    if figure.value is None:
        return "–"
    value = _SHOWN[scale](figure.value)
    if figure.low is not None and figure.high is not None:
        low, high = (_BOUNDS[scale](end) for end in (figure.low, figure.high))
        value = _("{value} ({low}-{high})").format(value=value, low=low, high=high)
    return _("{value}, {n}").format(value=value, n=_("n {n}").format(n=count(figure.n))) if counted else value


def _bound(share: float) -> str:
    """An end of an interval, in per cent without the sign."""
    value = 100 * share
    return f"{value:.0f}" if value >= 9.95 or value == 0 else f"{max(value, 0.1):.1f}"


_SHOWN = {"percent": percent, "number": number, "time": duration}
_BOUNDS = {"percent": _bound, "number": number, "time": duration}


def date(value: Day) -> str:
    """A day.

    >>> date(datetime(2026, 3, 14, 9, 26))
    '14 Mar 2026'
    """
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """A day and the time of day.

    >>> moment(datetime(2026, 3, 14, 9, 26))
    '14 Mar 2026, 09:26'
    """
    return f"{date(value)}, {value:%H:%M}"


_MONTHS = (
    _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"),
    _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
)  # fmt: skip
