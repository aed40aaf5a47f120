"""Too many touchpoints: names that differ only in a number, an id or their end, read as one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from journey.model import TextRule

__all__ = ["SENSIBLE", "as_one", "suggest", "wildcard"]

SENSIBLE = 100
"""More touchpoints than this are no map that a person can read."""

LEAST = 3
_VARYING = re.compile(r"\b[0-9a-fA-F]{8,}(?:-[0-9a-fA-F]{4,})*\b|\d+")
_HEAD = re.compile(r"^.*?[\w)][/:|?#_.-]+|^\S+\s")


def wildcard(text: str, name: str | None = None) -> TextRule:
    """A rule from a text in which ``*`` stands for anything.

    Examples
    --------
    >>> wildcard("/product/*")
    TextRule(pattern='^/product/.*$', name='/product/*')
    """
    pattern = ".*".join(re.escape(part) for part in text.split("*"))
    return TextRule(f"^{pattern}$", name if name is not None else text)


def as_one(name: str, other: str) -> TextRule:
    """A rule that reads one touchpoint as another.

    >>> as_one("Pay now", "pay-now")
    TextRule(pattern='^pay\\\\-now$', name='Pay now')
    """
    return TextRule(f"^{re.escape(other)}$", name)


def suggest(names: Iterable[str], *, most: int = 12) -> tuple[str, ...]:
    """Texts with ``*`` that bring many names together, the one that brings most first.

    Names that are alike but for numbers and ids come first; of the others, those that begin alike.

    Examples
    --------
    >>> suggest(["/p/1", "/p/2", "/p/31", "/cart", "help: a", "help: b", "help: c"])
    ('/p/*', 'help:*')
    """
    names = list(dict.fromkeys(names))
    alike = _groups(names, lambda name: _VARYING.sub("*", name) if _VARYING.search(name) else None)
    left = set(names).difference(*alike.values()) if alike else set(names)
    begun = _groups(sorted(left), _beginning)
    found = sorted([*alike.items(), *begun.items()], key=lambda item: (-len(item[1]), item[0]))
    return tuple(text for text, _members in found[:most])


def _beginning(name: str) -> str | None:
    head = _HEAD.match(name)
    return f"{head[0].rstrip()}*" if head and head.end() < len(name) else None


def _groups(names: list[str], key) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        text = key(name)
        if text is not None:
            found[text].append(name)
    return {text: members for text, members in found.items() if len(members) >= LEAST}
