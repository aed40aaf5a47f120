"""The JSON schema of what a scenario starts from."""

from __future__ import annotations

from typing import Any

__all__ = ["start_schema"]

_NAME = {"type": "string", "minLength": 1}
_NAMES = {"type": "array", "items": _NAME}
_WAYS = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "touchpoints": _NAMES,
        "steps": {"type": "array", "items": {"type": "array", "items": _NAME, "minItems": 2, "maxItems": 2}},
        "begins": _NAMES,
        "ends": _NAMES,
    },
}
_KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "as_is": ("the as-is of the journeys in scope, which is the default", {}),
    "stage": ("the journeys that visit a stage, seen there", {"stage": _NAME}),
    "happy_path": (
        "the journeys that come to the happy path, seen at its touchpoints",
        {"path": {**_NAMES, "minItems": 1}},
    ),
    "variant": ("the journeys that went exactly this sequence", {"path": {**_NAMES, "minItems": 1}}),
    "persona": ("the journeys of a persona's segment", {"persona": {"type": "string"}, "scope": {"type": "object"}}),
    "bpmn": ("a design from a BPMN file; nothing can be forecast", {"file": {"type": "string"}, "ways": _WAYS}),
    "empty": ("nothing: a design from the first touchpoint on; nothing can be forecast", {}),
}


def start_schema() -> dict[str, Any]:
    """An object for each kind of start."""
    return {
        "oneOf": [
            {
                "type": "object",
                "description": says,
                "required": ["kind", *fields],
                "additionalProperties": False,
                "properties": {"kind": {"const": kind}, **fields},
            }
            for kind, (says, fields) in _KINDS.items()
        ]
    }
