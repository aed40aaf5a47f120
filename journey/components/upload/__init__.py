"""An uploader for files of any size: the browser streams the file to the route, with progress by bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from journey.text import _

__all__ = ["upload"]

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "desire_path_upload",
    css=(_HERE / "upload.css").read_text(encoding="utf-8"),
    js=(_HERE / "upload.js").read_text(encoding="utf-8"),
)


def upload(ticket: str, *, most: int, most_text: str, key: str) -> bool:
    """Offer a place to drop a file; true in the run after one was sent whole.

    Parameters
    ----------
    ticket : str
        The secret that lets this session send a file.
    most : int
        Bytes the server takes; a larger file is refused before it is sent. `most_text` says so.
    """
    data: dict[str, Any] = {
        "ticket": ticket,
        "most": most,
        "labels": {
            "choose": _("Choose a file"),
            "drop": _("or drop it here, up to {most}").format(most=most_text),
            "sending": _("Sending {name}"),
            "progress": _("{done} of {total}, {rate} a second"),
            "cancel": _("Cancel"),
            "large": _("The file is larger than {most}, the most this server takes.").format(most=most_text),
            "empty": _("The file is empty."),
            "broken": _("The connection was lost before the file had arrived. Try again."),
        },
    }
    result = _component(key=key, data=data, on_sent_change=lambda: None)
    return bool(result.sent)
