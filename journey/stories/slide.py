"""A slide: one page of the product as the room sees it, and as it is frozen when somebody pins it so."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from journey.analyses.info import scope_counts
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.picture import Picture, picture_json, read_picture
from journey.stories.revive import revive
from journey.stories.table import Table
from journey.text.scope_words import sentence

__all__ = ["Footer", "Slide", "footer"]


@dataclass(frozen=True)
class Footer:
    """What a figure must never be shown without.

    Attributes
    ----------
    workspace : str
        Its name.
    scope : str
        Which journeys these are, in a sentence for people.
    drawn : str
        When the figures were computed, ISO 8601 in UTC, to the second.
    data_version : str
        "<data>.<definitions>" of the workspace then: another one means that newer data, or another goal, came since.
    journeys_shown, journeys_total : int
        Journeys in scope, and in the workspace.
    few : bool
        They are so few that their number is not told (`stories.privacy`); `journeys_shown` is 0 then.
    """

    workspace: str
    scope: str
    drawn: str
    data_version: str
    journeys_shown: int
    journeys_total: int
    few: bool = False


@dataclass(frozen=True)
class Slide:
    """A page as a picture with its words and numbers. The notes of the speaker are not on it.

    Attributes
    ----------
    page : str
        The page's file below `pages`, without the ending: "as_is/map".
    title, sentence : str
        What people wrote; empty where they wrote nothing.
    answer : str
        What the page answers, one sentence, computed. It is also the picture in words, for whoever cannot see it.
    picture : Picture
        A map, a board, a figure, a timeline or a table of metrics.
    table : Table
        The numbers behind the picture, plain: shares 0..1, times in seconds.
    footer : Footer
    people : tuple of (str, str)
        "customer" or "journey" and an id, as it may stand in the words and the picture: those that `stories.privacy`
        gives a pseudonym.

    Notes
    -----
    `Slide.read(slide.to_json()) == slide` for every slide, also through `json.dumps`: that is its frozen form.
    """

    page: str
    title: str
    sentence: str
    answer: str
    picture: Picture
    table: Table
    footer: Footer
    people: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The slide as dicts, lists, strings and numbers."""
        plain = {name: getattr(self, name) for name in ("page", "title", "sentence", "answer")}
        return plain | {
            "picture": picture_json(self.picture),
            "table": asdict(self.table),
            "footer": asdict(self.footer),
            "people": [list(one) for one in self.people],
        }

    @classmethod
    def read(cls, content: dict[str, Any]) -> Slide:
        """The slide that `to_json` wrote."""
        words = {name: content[name] for name in ("page", "title", "sentence", "answer")}
        return cls(
            **words,
            picture=read_picture(content["picture"]),
            table=revive(Table, content["table"]),
            footer=revive(Footer, content["footer"]),
            people=tuple((str(kind), str(key)) for kind, key in content.get("people", ())),
        )


def footer(workspace: Workspace, scope: Scope, ask: Ask) -> Footer:
    """What stands below a slide that is drawn now."""
    _uuid, data, definitions = workspace.version
    shown, total = ask(scope_counts, workspace, scope)
    return Footer(
        workspace=workspace.name,
        scope=sentence(scope),
        drawn=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        data_version=f"{data}.{definitions}",
        journeys_shown=shown,
        journeys_total=total,
    )
