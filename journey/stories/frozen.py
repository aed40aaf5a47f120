"""What a frozen pin was frozen from."""

from __future__ import annotations

import json

from journey.store.story_pins import Pin

__all__ = ["frozen_version"]


def frozen_version(pin: Pin) -> str | None:
    """The data version of a frozen slide; None: the pin lives."""
    return None if pin.frozen is None else str(json.loads(pin.frozen)["footer"]["data_version"])
