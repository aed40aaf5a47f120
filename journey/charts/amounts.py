"""Amounts as people read them: counts, shares, durations, money, with at most three significant digits."""

from __future__ import annotations

from math import floor, log10

from journey.model import Interval
from journey.text import _

__all__ = ["THIN_N", "compact", "count", "duration", "percent", "rate", "three"]

THIN_N = 30
"""Below so many, a rate is shown greyed with its n."""


def count(value: int) -> str:
    """A whole number in full.

    >>> count(12340)
    '12,340'
    """
    return f"{value:,}"


def compact(value: float) -> str:
    """A number in three digits.

    >>> compact(412), compact(12340), compact(38004), compact(1_234_567)
    ('412', '12.3 k', '38 k', '1.23 M')
    """
    for size, unit in ((1e9, _("G")), (1e6, _("M")), (1e3, _("k"))):
        if abs(value) >= size * 0.9995:
            return f"{three(value / size)} {unit}"
    return three(value)


def three(value: float) -> str:
    """Three significant digits, no trailing zeros.

    >>> three(3.14159), three(38.0), three(0.5), three(123.4), three(0)
    ('3.14', '38', '0.5', '123', '0')
    """
    if not value:
        return "0"
    digits = max(0, min(6, 2 - floor(log10(abs(value)))))
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    """A share 0..1 in per cent: no false precision, and never 0 or 100 where it is not quite.

    >>> percent(0.62), percent(0.0041), percent(0.9996), percent(1.0)
    ('62 %', '0.4 %', '99.9 %', '100 %')
    """
    value = 100 * share
    if 0 < value < 0.1:
        return _("< 0.1 %")
    if 99 < value < 100:
        return f"{min(value, 99.9):.1f} %"
    return f"{value:.1f} %" if 0 < value < 1 else f"{value:.0f} %"


def rate(figure: Interval) -> str:
    """A rate with its interval and n; blank where there is none.

    >>> rate(Interval(0.62, 0.58, 0.66, 412))
    '62 % (58–66), n 412'
    """
    if figure.value is None or figure.low is None or figure.high is None:
        return _("none")
    return _("{rate} ({low}–{high}), n {n}").format(
        rate=percent(figure.value), low=f"{100 * figure.low:.0f}", high=f"{100 * figure.high:.0f}", n=count(figure.n)
    )


def duration(seconds: float) -> str:
    """A duration in one or two units.

    >>> duration(0.3), duration(72), duration(4320), duration(273600), duration(8812800)
    ('0.3 s', '1.2 min', '1.2 h', '3 d 4 h', '102 d')
    """
    if seconds < 0:
        return "-" + duration(-seconds)
    if seconds < 59.95:
        return _("{n} s").format(n=three(round(seconds, 1)))
    if seconds < 3597:
        return _("{n} min").format(n=three(round(seconds / 60, 1)))
    if seconds < 86400 - 180:
        return _("{n} h").format(n=three(round(seconds / 3600, 1)))
    hours = round(seconds / 3600)
    days, rest = divmod(hours, 24)
    if days < 10 and rest:
        return _("{days} d {hours} h").format(days=days, hours=rest)
    return _("{n} d").format(n=count(round(seconds / 86400)))
