"""Names and numbers as labels on a picture: made harmless, short, measured and wrapped."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from journey.text import _
from journey.text.format import number

__all__ = ["Label", "clean", "compact", "cut_to", "fit", "text_width"]

# Advance widths of Source Sans semi-bold (the font that Streamlit ships), in em, rounded up to 0.02.
_EM = {
    0.20: " ",
    0.26: "|",
    0.28: "',.:;ijlіїј·ìíîïı",
    0.30: "IІЇÌÍÎÏ",
    0.32: "!f",
    0.34: "()-[]{}ł",
    0.36: "/\\",
    0.38: "rtřť",
    0.44: "*sгѓѕśš",
    0.46: "?zźżž",
    0.48: "cзстэє–çćč",
    0.50: '"J_vxyЈухўýÿ',
    0.52: "#$+0123456789<=>FLY^aeg~ЃГавеьёáàâãäåèéêëă×",
    0.54: "EVZkЀЁЕУкчяќÈÉÊËŁŻŽ",
    0.56: "ASTX`hnouЅАЗТХбдлоћÀÁÂÃÄÅñòóôõöøùúûü",
    0.58: "CbdpqЄСЭийнпрцђџÇþ",
    0.60: "BKPRЌБВКРЬЯ",
    0.62: "Чъß",
    0.64: "&DG",
    0.66: "NUЏДЛПЦмÑÙÚÛÜ",
    0.68: "HOQЍИЙНОÒÓÔÕÖØ",
    0.76: "MwМФфюљЋыЪж",
    0.80: "Wщшњæ—",
    0.88: "@%mЖЫÆœ",
    0.98: "ШЉЩЊЮ…",
}
_ADVANCE = {letter: em for em, letters in _EM.items() for letter in letters}
_UNKNOWN_EM = 1.0
# Another machine may show a wider font: every measured width carries this reserve.
_RESERVE = 1.06

LABEL_PX = 13
LINE_PX = 16
PADDING_PX = 8
MIN_BOX_PX = 90
MAX_BOX_PX = 180
MAX_LINES = 3
_PIECE = re.compile(r"\s*(?:[^\s_/\-.]+[_/\-.]*|[_/\-.]+)")


@dataclass(frozen=True)
class Label:
    """A wrapped label.

    Attributes
    ----------
    lines : tuple of str
        At most three.
    width : float
        Width of the box that holds them, px.
    cut : bool
        Whether the name goes on; the tooltip has the whole.
    """

    lines: tuple[str, ...]
    width: float
    cut: bool


# The same names are drawn again and again, and a letter takes its time.
@lru_cache(maxsize=4096)
def clean(name: str) -> str:
    """The name without what cannot be drawn: controls, direction overrides, repeated white space.

    Examples
    --------
    >>> clean("Pay\\x00 by\\n card")
    'Pay by card'
    """
    visible = "".join(" " if c.isspace() else c for c in name if c.isspace() or _drawable(c))
    return " ".join(visible.split())


def _drawable(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn", "Co") and letter not in "\ufffe\uffff"


def compact(value: float) -> str:
    """A number short enough for a curve.

    Examples
    --------
    >>> compact(412), compact(12340), compact(38004), compact(1_234_567)
    ('412', '12.3 k', '38 k', '1.23 M')
    """
    for size, unit in ((1e9, _("G")), (1e6, _("M")), (1e3, _("k"))):
        if abs(value) >= 0.9995 * size:
            return f"{number(value / size)} {unit}"
    return number(value)


def cut_to(text: str, width: float) -> str:
    """The text on one line of at most `width` px, cut with an ellipsis where it is longer.

    Examples
    --------
    >>> cut_to("Get help", 200), cut_to("Get help", 40)
    ('Get help', 'Get…')
    """
    return text if text_width(text) <= width else _ellipsis(text, width)


def text_width(text: str, size: float = LABEL_PX) -> float:
    """A safe width of `text` in px at `size` px, semi-bold.

    Examples
    --------
    >>> text_width("Payment") < text_width("Payment handled") < 110
    True
    """
    return _RESERVE * size * sum(_ADVANCE.get(letter, _wide(letter)) for letter in text)


def _wide(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    return 1.35 if ord(letter) > 0x1F000 else _UNKNOWN_EM


@lru_cache(maxsize=4096)
def fit(name: str) -> Label:
    """Wrap a name at words or underscores into the narrowest box of one, two or three lines.

    Examples
    --------
    >>> fit("T04 Determine confirmation of receipt").lines
    ('T04 Determine', 'confirmation', 'of receipt')
    >>> fit("x" * 500).cut
    True
    """
    text = clean(name) or "–"
    pieces = _PIECE.findall(text)
    room = MAX_BOX_PX - 2 * PADDING_PX
    if len(pieces) <= 12:
        best = [_narrowest(pieces, count) for count in range(1, MAX_LINES + 1) if count <= len(pieces)]
        # A further line must earn its height with a visibly narrower box.
        choice = best[0]
        for lines, width in best[1:]:
            if choice[1] > room or (choice[1] > MIN_BOX_PX - 2 * PADDING_PX + 14 and width < choice[1] - 18):
                choice = (lines, width)
        if choice[1] <= room:
            return Label(choice[0], _box(choice[0]), cut=False)
    return _cut(pieces, room)


def _box(lines: tuple[str, ...]) -> float:
    width = max(text_width(line) for line in lines) + 2 * PADDING_PX
    return float(min(MAX_BOX_PX, max(MIN_BOX_PX, round(width))))


def _narrowest(pieces: list[str], count: int) -> tuple[tuple[str, ...], float]:
    """The wrapping into `count` lines with the least widest line, and its width with the price of bad breaks."""
    found: list[tuple[float, tuple[str, ...]]] = []
    for breaks in combinations(range(1, len(pieces)), count - 1):
        edges = (0, *breaks, len(pieces))
        lines = tuple("".join(pieces[a:b]).strip() for a, b in pairwise(edges))
        inside_word = sum(not pieces[b][0].isspace() for b in breaks)
        stumps = sum(len(line) < 3 for line in lines)
        found.append((max(text_width(line) for line in lines) + 24 * inside_word + 30 * stumps, lines))
    price, lines = min(found)
    return lines, price


def _cut(pieces: list[str], room: float) -> Label:
    """Fill three lines as far as they go, breaking long pieces, and end with an ellipsis where more follows."""
    lines = [""]
    letters = [letter for piece in pieces for letter in _broken(piece, room)]
    for at, piece in enumerate(letters):
        longer = (lines[-1] + piece).strip()
        if text_width(longer) <= room:
            lines[-1] = longer
        elif len(lines) < MAX_LINES:
            lines.append(piece.strip())
        else:
            lines[-1] = _ellipsis(lines[-1] + letters[at], room)
            return Label(tuple(lines), _box(tuple(lines)), cut=True)
    return Label(tuple(lines), _box(tuple(lines)), cut=False)


def _broken(piece: str, room: float) -> list[str]:
    parts = [""]
    for letter in piece:
        if parts[-1].strip() and text_width(parts[-1] + letter) > room:
            parts.append("")
        parts[-1] += letter
    return parts


def _ellipsis(line: str, room: float) -> str:
    while line and text_width(line + "…") > room:
        line = line[:-1]
    return line.rstrip() + "…"
