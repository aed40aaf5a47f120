"""What the page of a phone says."""

from __future__ import annotations

from journey.store.workshops.cards import LONGEST
from journey.store.workshops.participants import LONGEST as LONGEST_NAME
from journey.text import _

__all__ = ["words"]


def words() -> dict[str, object]:
    """Every sentence and label of the page."""
    return {
        "join": _("Join"),
        "nickname": _("Your nickname"),
        "anonymous": _(
            "Everybody in the room may read it. No account, no tracking: only what you write and vote is kept."
        ),
        "welcome": _("You are in. The host opens the first round in a moment."),
        "closed": _("This round is closed. Look at the screen."),
        "over": _("This workshop is over. Thank you!"),
        "pain": _("Pain point"),
        "idea": _("Idea"),
        "kind": _("What is it?"),
        "stage": _("Where on the journey?"),
        "hurts": _("What hurts here?"),
        "better": _("What could be better here?"),
        "send": _("Put it on the wall"),
        "yours": _("yours"),
        "back": _("Take back"),
        "noCards": _("No card here yet. Yours can be the first."),
        "cards": _("On the wall at {stage}"),
        "dots": _("Spread your dots over what matters most."),
        "left": _("{n} of {all} dots left"),
        "more": _("One dot more: {card}"),
        "less": _("One dot less: {card}"),
        "nothing": _("There is no card to vote on yet."),
        "hiddenCard": _("A card that the host took from the wall"),
        "emotion": _("How does it feel to be a customer here?"),
        "feelings": [_("Awful"), _("Bad"), _("Neutral"), _("Good"), _("Delightful")],
        "guess": _("What do you bet? Nobody sees it until it is opened."),
        "sure": [_("Surely not"), _("Rather not"), _("No idea"), _("Rather yes"), _("Surely")],
        "verdicts": {
            "confirmed": _("The log says yes"),
            "contradicted": _("The log says no"),
            "cannot tell": _("The log cannot tell"),
        },
        "judge": _("What is each one worth to customers, and what does it take?"),
        "value": _("Value"),
        "effort": _("Effort"),
        "low": _("low"),
        "high": _("high"),
        "saved": _("All saved"),
        "saving": _("Saving …"),
        "offline": _("No connection. What you did waits here and is sent as soon as there is one."),
        "people": _("{n} in the room"),
        "limits": {"card": LONGEST, "name": LONGEST_NAME},
    }
