"""An import at one moment, as pages see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from journey.errors import JourneyError
from journey.ingest.load import Imported
from journey.ingest.matching import Match
from journey.ingest.quality import Quality
from journey.ingest.take_out import TakenOut
from journey.ingest.wire import Seen
from journey.model import Mapping
from journey.text import _

__all__ = ["Phase", "State", "ended"]


class Phase(StrEnum):
    """Where an import stands: opening, checking, importing are the process's work, the others wait for people."""

    OPENING = "opening"
    CHOOSING = "choosing"
    COLUMNS = "columns"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    CLOSED = "closed"


WORKING = frozenset({Phase.OPENING, Phase.CHECKING, Phase.IMPORTING})


@dataclass(frozen=True)
class State:
    """An import at one moment.

    Attributes
    ----------
    what : str
        What is being done, for people; `done` of `total` bytes or rows of it. A `total` of 0: nobody can tell.
    seconds : float
        How long the present work takes already.
    seen : Seen or None
        The file, once it was looked at.
    mapping : Mapping or None
        The one that `quality` was found with.
    match : Match or None
        How the ids match, where the file is to join a workspace.
    taken_out : TakenOut or None
        What went, where a source was taken out.
    error : JourneyError or None
        Why the last request could not be fulfilled; `phase` is where one can go on from. While choosing, a `ChooseOne`:
        the file holds several tables, and `open` has to be told which.
    """

    phase: Phase = Phase.OPENING
    what: str = ""
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    seen: Seen | None = None
    mapping: Mapping | None = None
    quality: Quality | None = None
    match: Match | None = None
    taken_out: TakenOut | None = None
    imported: Imported | None = None
    error: JourneyError | None = None

    @property
    def working(self) -> bool:
        return self.phase in WORKING

    @property
    def done_with(self) -> bool:
        """Whether it has brought or taken what it was begun for."""
        return self.imported is not None or self.taken_out is not None


def ended(status: int) -> JourneyError:
    """Why a process went before it was done, by its exit status."""
    if status in (-9, 137):
        return JourneyError(
            _("The system ended the import, most likely for want of memory; nothing was saved."),
            _("Close other programs, leave out columns you do not need, or split the file by period."),
        )
    return JourneyError(_("The import ended before it was done; nothing was saved."), _("Try it again."))
