"""The page Voice as a slide: what customers speak of, and where."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from journey.analyses.voice.comments import comments, has_comments
from journey.analyses.voice.theme_shares import voice
from journey.charts.theme_picture import By, theme_picture
from journey.charts.voice_words import names_of_themes, theme_table, voice_answer
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.theme_names import theme_names
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.picture import figure_picture
from journey.stories.table import table_of
from journey.stories.voice_tone import tone_asked
from journey.text import _

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The themes of the comments of the settings' tone, by stage or by touchpoint.

    Raises
    ------
    WrongInput
        Nobody wrote a comment, or too few for themes.
    """
    if not has_comments(workspace):
        raise WrongInput(
            _("This log has no comments."), _("Import it again, and choose the column that holds what customers wrote.")
        )
    every = ask(comments, workspace, scope)
    if not every:
        raise WrongInput(_("The journeys in scope have no comments."), _("Remove a filter."))
    tone = tone_asked(settings.get("tone", ""), every)
    found = ask(voice, workspace, scope, tone)
    names = names_of_themes(found, theme_names(workspace))
    if not found.themes:
        raise WrongInput(voice_answer(found, names, tone), _("Look at all comments, or remove a filter."))
    by: By = "touchpoint" if settings.get("by") == "touchpoint" or not found.stages else "stage"
    chosen = None
    with suppress(ValueError):
        chosen = int(settings.get("theme", ""))
    return Drawn(
        voice_answer(found, names, tone),
        figure_picture(lambda mode: theme_picture(found, names, mode, by=by, chosen=chosen)),
        table_of(theme_table(found, names, by)),
    )
