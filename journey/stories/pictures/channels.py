"""The page Channels as a slide: a bubble for each move from channel to channel."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.channel_switches import channel_switches
from journey.charts.channel_matrix import channel_matrix, offered_shades
from journey.charts.channel_words import channels_answer, commonest_move, move_table
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.known import known
from journey.stories.picture import figure_picture
from journey.stories.table import table_of
from journey.text import _

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The moves in the colour of the settings, with a ring around the one they look at.

    Raises
    ------
    WrongInput
        The log has no channels, or no journey has two events.
    """
    found = ask(channel_switches, workspace, scope)
    if not found.channels:
        raise WrongInput(
            _("This log does not say in which channel its events happened."),
            _("Import it again, and say which column is the channel."),
        )
    if not found.moves:
        raise WrongInput(_("No journey in scope has two events to go from one to the other."), _("Remove a filter."))
    shades, first = offered_shades(found), commonest_move(found)
    shade = next((one for one in shades if one == settings.get("shade")), shades[0])
    names = [channel.name for channel in found.channels]
    chosen = known(settings.get("from"), names, first.source), known(settings.get("to"), names, first.target)
    return Drawn(
        channels_answer(found), figure_picture(lambda mode: channel_matrix(found, mode, shade=shade, chosen=chosen)),
        table_of(move_table(found)),
    )  # fmt: skip
