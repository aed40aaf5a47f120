"""Frozen values from plain ones: what `dataclasses.asdict` took apart, put together again."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

__all__ = ["revive"]

Value = TypeVar("Value")
_hints: dict[type, dict[str, Any]] = {}


def revive(kind: type[Value], content: Any) -> Value:
    """A value of a frozen dataclass, from the dicts and lists that JSON makes of it.

    Parameters
    ----------
    kind : type
        Its fields are plain values, tuples, such dataclasses, or one of these or None.

    Examples
    --------
    >>> from journey.charts.map_spec import Band
    >>> revive(Band, {"name": "Buy", "label": "Buy", "x": 1.0, "width": 20.0})
    Band(name='Buy', label='Buy', x=1.0, width=20.0)
    """
    hints = _hints[kind] if kind in _hints else _hints.setdefault(kind, get_type_hints(kind))
    # A field that came later than the value was frozen has its default.
    given = {one.name: content[one.name] for one in fields(kind) if one.name in content}  # type: ignore[arg-type]
    return kind(**{name: _value(hints[name], value) for name, value in given.items()})


def _value(kind: Any, content: Any) -> Any:
    origin = get_origin(kind)
    if content is None:
        return None
    if origin in (Union, types.UnionType):
        built = [one for one in get_args(kind) if is_dataclass(one) or get_origin(one) is tuple]
        return _value(built[0], content) if built else content
    if origin is tuple:
        inner = get_args(kind)
        if inner[-1:] == (Ellipsis,):
            return tuple(_value(inner[0], one) for one in content)
        return tuple(_value(one, value) for one, value in zip(inner, content, strict=True))
    return revive(kind, content) if isinstance(kind, type) and is_dataclass(kind) else content
