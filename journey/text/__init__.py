"""The words of the interface: every string a person sees passes `_()` (gettext)."""

from __future__ import annotations

import gettext
from pathlib import Path

__all__ = ["_", "ngettext"]

_LOCALES = Path(__file__).parent / "locale"
_translations = gettext.translation("journey", _LOCALES, fallback=True)

_ = _translations.gettext
ngettext = _translations.ngettext
