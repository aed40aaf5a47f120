"""Masking: names, phones, e-mail addresses and card numbers in comments give way to a mark before anything is saved.

Rules find them, no model: e-mail addresses by their form, card numbers by their check digit, phones by their form or
the words before them, names where people announce them ("Mrs X", "my name is X", "меня зовут X", "groet, X"). A name in
the middle of a sentence without such a sign is not found, nor is an address, a licence plate or a nickname.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

import duckdb
import pyarrow as pa

from journey.text import _, ngettext
from journey.text.format import count

__all__ = ["KINDS", "kind_text", "mask", "mask_comments", "masked_counts", "masked_text"]

KINDS = ("name", "phone", "e-mail", "card")
"""What is masked; each stands in its place in brackets."""

BATCH = 20_000

_LATIN = r"(?!I\b)[A-ZÀ-ÖØ-Þ][\w'’\-]*"
_PARTICLE = r"(?:(?:van|von|de|der|den|ter|ten|te|la|le|du|di|da|el|bin|'t)\s+)"
_PERSON = rf"{_PARTICLE}{{0,3}}{_LATIN}(?:\s+{_PARTICLE}{{0,3}}{_LATIN}){{0,2}}"
_RUSSIAN = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_RUSSIANS = rf"{_RUSSIAN}(?:\s+{_RUSSIAN}){{0,2}}"
_ANY = rf"(?:{_RUSSIANS}|{_PERSON})"

_TITLES = (
    r"(?:[Mm]r|[Mm]rs|[Mm]s|MR|MRS|MS|[Mm]iss|[Mm]x|[Dd]r|[Pp]rof|[Dd]hr|[Mm]evr|[Mm]w|[Ii]r|[Dd]rs)\b\.?"
    r"|(?:[Mm]eneer|[Mm]evrouw|[Dd]e heer|[Mm]adam|[Mm]onsieur|[Hh]err|[Ff]rau)"
    r"|(?:[Гг]-н|[Гг]-жа|[Гг]-ну|[Гг]-же|[Гг]осподин[ау]?|[Гг]оспож[аеу]|[Уу]важаем(?:ый|ая))"
)
_ANNOUNCED = (
    r"(?i:my (?:full )?name is|my name's|i am called|mijn naam is|ik heet|mijn naam:|"
    r"меня зовут|мо[её] имя|моя фамилия|фамилия:?|фио:?)"
)
_GREETINGS = (
    r"(?i:(?:kind |best |warm |with )?regards|yours (?:sincerely|truly|faithfully)|sincerely|cheers|"
    r"met (?:vriendelijke|hartelijke) groet(?:en)?|(?:vriendelijke )?groet(?:en|jes)?|hoogachtend|mvg|"
    r"с уважением|с наилучшими пожеланиями)"
)
_NAMES = (
    re.compile(rf"(?<!\w)(?P<before>(?:{_TITLES})\s+)(?P<name>{_ANY})"),
    re.compile(rf"(?<!\w)(?P<before>{_ANNOUNCED}\s+)(?P<name>{_ANY})"),
    re.compile(rf"(?<!\w)(?P<before>{_GREETINGS}\s*[,.!:\n-]\s*)(?P<name>{_ANY})(?=\s*[.!]?\s*$)"),
    # A first name with the father's, or initials with a surname: in Russian nothing else looks so.
    re.compile(
        rf"(?<!\w)(?P<before>)(?P<name>(?:{_RUSSIAN}\s+)?[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:[оеё]вич|[ое]вн|ичн|ьич)"
        rf"(?:[ауеы]|ем|ой|ом)?(?:\s+{_RUSSIAN})?)(?!\w)"
    ),
    re.compile(rf"(?<!\w)(?P<before>)(?P<name>{_RUSSIAN}\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?{_RUSSIAN})"),
)
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_CARD = re.compile(r"(?<![\w])\d(?:[ -]?\d){12,18}(?![\w])")
_NUMBER = re.compile(r"(?<![\w.,])(?:\+\s?)?\(?\d(?:[ ./()\-\u00A0\u2011\u2013]{0,2}\d){5,14}(?![\w]|[.,]\d)")
_SAID = re.compile(
    r"(?i:phone|\btel\b|call|mobile|reach me|whats ?app|\bsms\b|text me|my number|\bcell\b|звон|телефон|\bтел\b|моб|"
    r"мой номер|\bbel\b|bellen|telefoon|mobiel|mijn nummer)[^\d\n]{0,30}$"
)
_DATE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}")
_FORM = re.compile(r"\d{3}-\d{4}|\(?\d{3}\)?[ -.]\d{3}[ -.]\d{4}|[78][ -]?\(?\d{3}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}")

# What the engine can tell at once, all cores together: without one of these signs a comment holds nothing to mask.
_WORTH_A_LOOK = (
    r"@|\d[^\p{L}]{0,3}\d[^\p{L}]{0,3}\d|(?i)\b(mr|mrs|ms|miss|mx|dr|prof|dhr|mevr|mw|ir|drs|meneer|mevrouw|heer|madam|monsieur|"
    r"herr|frau|name|naam|heet|called|regards|yours|sincerely|cheers|groet\w*|hoogachtend|mvg)\b|г-|господин|госпож|уважа|"
    r"зовут|имя|фамили|фио|уважением|пожеланиями|вич|вн[ауеы]|ичн|[А-ЯЁ]\.\s?[А-ЯЁ]\."
)


def mask(text: str) -> tuple[str, Counter[str]]:
    """A comment with marks in place of personal data, and how many of each kind there were.

    Examples
    --------
    >>> mask("My name is Anna Miller, call 555-0142 or write to anna@example.com.")[0]
    'My name is [name], call [phone] or write to [e-mail].'
    >>> mask("Order 20260314 of 14-03-2026 cost 1,234.56")[0]
    'Order 20260314 of 14-03-2026 cost 1,234.56'
    >>> mask("I paid with 4111 1111 1111 1111")[1]["card"]
    1
    """
    found: Counter[str] = Counter()

    def put(kind: str, keeps: Callable[[re.Match[str]], bool] = lambda match: True) -> Callable[[re.Match[str]], str]:
        def one(match: re.Match[str]) -> str:
            if not keeps(match):
                return match[0]
            found[kind] += 1
            return f"[{kind}]"

        return one

    def name(match: re.Match[str]) -> str:
        found["name"] += 1
        return f"{match['before']}[name]"

    text = _MAIL.sub(put("e-mail"), text)
    text = _CARD.sub(put("card", lambda match: _luhn(match[0])), text)
    text = _NUMBER.sub(put("phone", _is_phone), text)
    for rule in _NAMES:
        text = rule.sub(name, text)
    return text, found


def mask_comments(connection: duckdb.DuckDBPyConnection, *, wanted: bool) -> None:
    """Mask the column `comment` of the temporary table `parsed`; the temporary table `masked` tells how many of each
    kind were found in rows that stay, and is empty where masking is not wanted."""
    found: Counter[str] = Counter()
    if wanted:
        connection.execute("CREATE OR REPLACE TEMP TABLE masked_comment (row BIGINT, comment VARCHAR)")
        last = -1
        while rows := connection.execute(_NEXT, [last, _WORTH_A_LOOK, BATCH]).fetchall():
            last = rows[-1][0]
            _mask_rows(connection, rows, found)
        connection.execute("UPDATE parsed SET comment = m.comment FROM masked_comment m WHERE parsed.rowid = m.row")
        connection.execute("DROP TABLE masked_comment")
    connection.execute("CREATE OR REPLACE TEMP TABLE masked (kind VARCHAR, n BIGINT)")
    connection.executemany("INSERT INTO masked VALUES (?, ?)", [[kind, found[kind]] for kind in KINDS])


def masked_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many of each kind the last `mask_comments` found; kinds without any are left out."""
    return dict(connection.execute("SELECT kind, n FROM masked WHERE n > 0").fetchall())


def masked_text(masked: Mapping[str, int]) -> str:
    """What was masked, in a sentence.

    >>> masked_text({"name": 1, "phone": 2})
    'Masked in comments: 1 name, 2 phone numbers.'
    """
    return _("Masked in comments: {what}.").format(what=", ".join(kind_text(kind, n) for kind, n in masked.items()))


def kind_text(kind: str, n: int) -> str:
    """A number of one kind, in words."""
    words = {
        "name": ngettext("{n} name", "{n} names", n),
        "phone": ngettext("{n} phone number", "{n} phone numbers", n),
        "e-mail": ngettext("{n} e-mail address", "{n} e-mail addresses", n),
        "card": ngettext("{n} card number", "{n} card numbers", n),
    }
    return words[kind].format(n=count(n))


_NEXT = """SELECT rowid, comment, reason IS NULL FROM parsed WHERE rowid > ? AND regexp_matches(comment, ?)
           ORDER BY rowid LIMIT ?"""


def _mask_rows(connection: duckdb.DuckDBPyConnection, rows: list[tuple[int, str, bool]], found: Counter[str]) -> None:
    changed: list[tuple[int, str]] = []
    for row, comment, stays in rows:
        text, counts = mask(comment)
        if counts:
            changed.append((row, text))
            found.update(counts if stays else {})
    if changed:
        numbers, texts = zip(*changed, strict=True)
        table = pa.table({"row": pa.array(numbers, pa.int64()), "comment": pa.array(texts, pa.string())})
        connection.register("newly_masked", table)
        connection.execute("INSERT INTO masked_comment SELECT row, comment FROM newly_masked")
        connection.unregister("newly_masked")


def _luhn(text: str) -> bool:
    """Whether the last digit fits the others (ISO/IEC 7812), and the first is one that payment cards begin with."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    if digits[0] not in (2, 3, 4, 5, 6) or len(set(digits)) == 1:
        return False
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_phone(match: re.Match[str]) -> bool:
    """By how it is written, or by the words before it; dates and plain order numbers are none."""
    text = match[0]
    digits = re.sub(r"\D", "", text)
    if not 7 <= len(digits) <= 15 or _DATE.fullmatch(text.strip()):
        return False
    if text.startswith(("+", "00")) and len(digits) >= 9:
        return True
    national = text.startswith(("0", "(0")) and 9 <= len(digits) <= 11
    return national or bool(_FORM.fullmatch(text)) or bool(_SAID.search(match.string[: match.start()]))
