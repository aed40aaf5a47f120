"""The password of the host, kept as a slow hash in a file that only its owner reads."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path

from journey.errors import WrongInput
from journey.store.library import folder
from journey.text import _

__all__ = ["is_right", "is_set", "place", "set_password", "signing_key"]

SHORTEST = 10
LONGEST = 200
# 64 MB and about a tenth of a second for each guess.
_COST = {"n": 2**16, "r": 8, "p": 1, "maxmem": 2**27}


def place() -> Path:
    """Where it is kept: beside the workspaces, which no commit and no download of ours takes along."""
    return folder() / ".host.json"


def is_set() -> bool:
    """Whether there is a password."""
    return bool(_read())


def set_password(password: str) -> None:
    """Set the password; everybody who was signed in by an older one has to sign in anew.

    Raises
    ------
    WrongInput
        It is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise WrongInput(
            _("The host password has {least} signs at least, and {most} at most.").format(least=SHORTEST, most=LONGEST),
            _("Several words are easy to remember."),
        )
    salt = secrets.token_bytes(16)
    kept = {"salt": salt.hex(), "hash": _hash(password, salt).hex(), "key": secrets.token_hex(32)}
    place().parent.mkdir(parents=True, exist_ok=True)
    making = place().with_name(f"{place().name}.{os.getpid()}.new")
    making.unlink(missing_ok=True)
    # Made for its owner alone from the beginning, so that nobody reads it in between.
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(kept, out)
    making.replace(place())


def is_right(password: str) -> bool:
    """Whether it is the password; false where none is set."""
    kept = _read()
    if not kept or len(password) > LONGEST:
        return False
    return hmac.compare_digest(_hash(password, bytes.fromhex(kept["salt"])).hex(), kept["hash"])


def signing_key() -> bytes:
    """What sign-ins are signed with; another one with every new password, empty where there is none."""
    return bytes.fromhex(_read().get("key", ""))


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, **_COST)


def _read() -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads(place().read_text(encoding="utf-8"))
        if isinstance(found, dict) and {"salt", "hash", "key"} <= set(found):
            return {str(name): str(value) for name, value in found.items()}
    return {}
