"""What do customers say, and where?"""

import streamlit as st

from journey.analyses.command import options
from journey.analyses.voice.comments import comments, every_nth, has_comments
from journey.analyses.voice.search import Wanted
from journey.analyses.voice.sentiment import sentiment
from journey.analyses.voice.theme_shares import voice
from journey.charts.theme_picture import theme_picture
from journey.charts.voice_words import names_of_themes, theme_table, voice_answer
from journey.store.theme_names import theme_names
from journey.text import _, ngettext
from journey.text.format import count
from journey.views import frame
from journey.views.copied import say_command
from journey.views.long_work import long_work
from journey.views.page_registry import page_file
from journey.views.results import kept
from journey.views.scope_bar import scope_bar
from journey.views.voice_choice import tone_choice, wanted_choice
from journey.views.voice_mood import mood
from journey.views.voice_quotes import quotes
from journey.views.voice_themes import chosen_theme, languages, theme_chart

QUESTION = _("What do customers say, and where?")

workspace, scope = scope_bar()
if not has_comments(workspace):
    frame.headline(QUESTION, _("This log has no comments."))
    st.markdown(_("Import it again, and choose the column that holds what customers wrote as the comment."))
    st.page_link(page_file("data/import_log"), label=_("Import"), icon=":material/upload_file:")
    st.stop()
every = kept(comments, workspace, scope)
if not every:
    frame.headline(QUESTION, _("The journeys in scope have no comments."))
    st.info(_("Remove a filter above to see those of others."), icon=":material/lightbulb:")
    st.stop()
head = st.container()
tone = tone_choice(every)
say_command("voice", workspace, scope, *options(tone=tone.value if tone else None))
found = long_work(voice, workspace, scope, tone, label=_("Reading comments"))
if found is None:
    with head:
        words = ngettext("{n} comment is being read.", "{n} comments are being read.", len(every))
        frame.headline(QUESTION, words.format(n=count(len(every))))
    st.stop()
given = theme_names(workspace)
names = names_of_themes(found, given)
with head:
    frame.headline(QUESTION, voice_answer(found, names, tone))
if found.themes:
    by = theme_chart(theme_picture, found, names, alt=voice_answer(found, names, tone))
    frame.table(theme_table(found, names, by), name="themes", label=_("The table behind it"))
    chosen_theme(workspace, found, names, given)
    frame.explain(languages(found))
if (nth := every_nth(workspace)) > 1:
    frame.explain(_("There are so many comments that one of every {n} is read, always the same ones.").format(n=nth))
learned = long_work(sentiment, workspace, label=_("Learning how words sound"))
if learned is None:
    st.stop()
mood(learned)
wanted: Wanted = wanted_choice(found, names, every, tone, sounds=learned.earned)
if wanted == Wanted(wanted.words, tone=tone) and wanted.words:
    # The command finds words and a tone, and nothing of the other fields.
    say_command("voice", workspace, scope, *options(tone=tone.value if tone else None, search=wanted.words))
quotes(workspace, every, found, names, wanted, learned.estimate)
frame.explain(
    _(
        "A theme is a set of words that are said together, found by factoring the words of the comments (TF-IDF, NMF); "
        "shares have Wilson's 95 % interval, cells under 30 comments are grey. Feeling: answers mapped to −2 to +2."
    )
)
