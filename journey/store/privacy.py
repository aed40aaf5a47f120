"""Pseudonyms of customers and journeys, made with a secret of the workspace, and whether they are wanted."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Pseudonyms", "privacy_wanted", "pseudonyms", "set_privacy"]

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another
_LENGTH = 10


@dataclass(frozen=True)
class Pseudonyms:
    """Other names for customers and journeys: the same one for the same id everywhere in a workspace.

    They are the beginning (50 bits) of a keyed hash (HMAC-SHA-256). Who does not have the workspace's secret can
    neither compute them nor try ids out; another workspace gives other ones, so that files cannot be joined by them.

    Examples
    --------
    >>> names = Pseudonyms(b"secret")
    >>> names.customer("C042") == names.customer("C042"), names.customer("C042") == names.journey("C042")
    (True, False)
    """

    secret: bytes

    def customer(self, key: str) -> str:
        """The pseudonym of a customer."""
        return _("C-{code}").format(code=self._code("customer", key))

    def journey(self, key: str) -> str:
        """The pseudonym of a journey."""
        return _("J-{code}").format(code=self._code("journey", key))

    def _code(self, kind: str, key: str) -> str:
        number = int.from_bytes(hmac.new(self.secret, f"{kind}\0{key}".encode(), hashlib.sha256).digest(), "big")
        letters = "".join(_LETTERS[number >> 5 * n & 31] for n in range(_LENGTH))
        return f"{letters[:5]}-{letters[5:]}"


def pseudonyms(workspace: Workspace) -> Pseudonyms:
    """Those of a workspace. Its secret is made when it is first asked for, and travels with every newer log."""
    return Pseudonyms(_row(workspace)[0])


def privacy_wanted(workspace: Workspace) -> bool:
    """Whether presenting, joining and taking home show pseudonyms and no group under 10: so unless a host said no."""
    rows = workspace.run("SELECT wanted FROM privacy")
    return bool(rows[0][0]) if rows else True


def set_privacy(workspace: Workspace, *, wanted: bool) -> None:
    """Say whether they are to."""
    _row(workspace)
    with workspace.transaction() as cursor:
        cursor.execute("UPDATE privacy SET wanted = ?", [wanted])


def _row(workspace: Workspace) -> tuple[bytes, bool]:
    rows = workspace.run("SELECT secret, wanted FROM privacy")
    if not rows:
        with workspace.transaction() as cursor:
            if not cursor.execute("SELECT 1 FROM privacy").fetchall():
                cursor.execute("INSERT INTO privacy VALUES (?, true)", [secrets.token_bytes(32)])
        rows = workspace.run("SELECT secret, wanted FROM privacy")
    secret, wanted = rows[0]
    return bytes(secret), bool(wanted)
