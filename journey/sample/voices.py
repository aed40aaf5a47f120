"""What customers say: sentences by topic, to be put together into comments."""

from __future__ import annotations

__all__ = ["ADDRESSES", "BAD", "BAD_ENDS", "BAD_STARTS", "FAIR", "FAIR_ENDS", "GOOD", "GOOD_ENDS", "GOOD_STARTS"]

# Bad: by what hurt most, else by the touchpoint that asked, else by what can always be wrong.
BAD: dict[str, tuple[str, ...]] = {
    "payment": (
        "The payment failed again and again for no reason.",
        "My card is fine, but your app kept showing a payment error.",
        "I had to enter my card details several times before the payment went through.",
        "Paying was the hardest part, only error messages.",
        "The payment page threw an error and never told me why.",
        "I was not sure whether I had paid twice after that payment error.",
    ),
    "documents": (
        "It took days until my documents were approved.",
        "I sent my ID and then heard nothing for ages.",
        "The document check was far too slow.",
        "Nobody could tell me how long the check of my papers would take.",
        "I waited and waited for the identity check.",
        "Why does looking at one passport photo take most of a week?",
    ),
    "handover": (
        "The chat sent me to the phone and the phone sent me back to the chat.",
        "I had to explain everything again to every new person.",
        "Chat, hotline, chat: nobody felt responsible.",
        "I was handed over and had to start from the beginning.",
        "The agent in the chat could not help and told me to call, on the phone they told me to use the chat.",
        "Each agent asked me the same questions.",
    ),
    "installation": (
        "My installation date was moved at short notice.",
        "I took a day off and then the technician's visit was rescheduled.",
        "The new installation date was simply announced, nobody asked me.",
        "They changed the appointment and I had to rearrange my whole week.",
        "The installation was put off and I sat there without internet.",
        "Moving the appointment was announced much too late.",
    ),
    "delivery": (
        "The courier says nobody was at home, but I was there all day.",
        "My parcel came days late after a missed delivery.",
        "The delivery was missed and I had to sort it out myself.",
        "I waited at home for a courier who never rang the bell.",
        "Delivery went wrong the first time and nobody told me what happens next.",
        "A missed delivery, a card in the letterbox and no help at all.",
    ),
    "bill": (
        "I still do not understand my first bill.",
        "The bill is much higher than what I was promised.",
        "I had to call about my bill and got no clear answer.",
        "Nobody can explain the extra items on my bill.",
        "The bill lists things I never ordered.",
        "Why is the first bill for more than one month?",
    ),
    "complaint": (
        "I had to complain before anybody took me seriously.",
        "My complaint was answered with a standard letter.",
        "I am still waiting for a real answer to my complaint.",
    ),
    "Order confirmation": (
        "Ordering takes too many steps.",
        "The order form asked for the same things twice.",
        "I got lost between all the options before I could order.",
        "The prices changed between the plan page and the basket.",
    ),
    "Service activated": (
        "Setting everything up was more work than it should be.",
        "The instructions for getting started are confusing.",
        "I needed help from a friend to get connected.",
        "The activation messages were contradictory.",
    ),
    "Installation visit": (
        "The technician was in a hurry and left cables lying around.",
        "The technician did not explain how the router works.",
        "The visit was outside the time window.",
        "He drilled in the wrong place first.",
    ),
    "Help article": (
        "The article did not answer my question.",
        "The help page describes menus that no longer exist.",
        "Too much text and no answer.",
        "I could not find what I was looking for.",
    ),
    "Chat with agent": (
        "The agent did not understand my question.",
        "I got only ready-made answers in the chat.",
        "Long pauses between the replies.",
        "The chat was closed before my question was answered.",
    ),
    "Call with agent": (
        "I spent a long time in the queue.",
        "The agent was polite but could not help.",
        "The line was bad and the answer was worse.",
        "I was put on hold three times.",
    ),
    "Call about the delivery": (
        "The agent could not tell me where my parcel is.",
        "On the phone they told me to wait and see.",
        "I had to call to learn when my parcel comes.",
    ),
    "Call about the bill": ("The call about the bill led to nothing.", "No clear answer about the bill."),
    "Survey answer": (
        "Too expensive for what you get.",
        "The reception at my place is poor.",
        "The connection is slower than advertised.",
        "The connection drops in the evening.",
        "It works, but I have seen better for less money.",
        "Upstairs I have no signal at all.",
        "I do not feel valued as a customer.",
        "Promised a lot, delivered half of it.",
    ),
    "always": (
        "There are cheaper plans elsewhere.",
        "Your plans are hard to compare.",
        "Too many e-mails and too little information.",
        "It is hard to find somebody who knows.",
        "The app is confusing.",
    ),
}

FAIR: dict[str, tuple[str, ...]] = {
    "payment": (
        "It worked in the end, but the payment error was annoying.",
        "Fine apart from the trouble with paying.",
    ),
    "documents": ("Fine, only the document check could be quicker.", "All right, but waiting for the check was long."),
    "handover": ("Solved in the end, with one handover too many.", "Helpful people, but I was passed around."),
    "installation": ("Good service, but the moved date was a nuisance.", "It works now; the new date was not ideal."),
    "delivery": ("All good except for the missed delivery.", "The parcel needed a second try, otherwise fine."),
    "bill": ("Fine so far, but the first bill was hard to read.", "Okay, once somebody had explained the bill."),
    "complaint": ("It was sorted out after I complained.",),
    "always": (
        "It was all right.",
        "Okay, nothing special.",
        "Does what it should.",
        "No big problems, no big surprises.",
        "Decent service for the price.",
        "Average, there is room for improvement.",
        "Fine overall, a few small things could be easier.",
        "Neither good nor bad.",
        "Some steps were easy, others less so.",
        "Good, but not outstanding.",
        "It is a phone company like any other.",
        "Acceptable, although a bit slow here and there.",
    ),
}

GOOD: dict[str, tuple[str, ...]] = {
    "Order confirmation": (
        "Ordering was quick and easy.",
        "I found the right plan in minutes.",
        "The order process is very clear.",
        "Simple steps, no surprises in the basket.",
        "I ordered on the train, it could not be easier.",
    ),
    "Service activated": (
        "Everything worked on the first try.",
        "Set-up was child's play.",
        "Plugged in, registered, online.",
        "I was online much sooner than I thought.",
        "Clear instructions from beginning to end.",
    ),
    "Installation visit": (
        "The technician was friendly and on time.",
        "Very neat work by the technician.",
        "The technician explained everything patiently.",
        "Installed in half an hour, perfect.",
        "A very kind technician who even tidied up.",
    ),
    "Help article": (
        "The article answered my question at once.",
        "Well written help page.",
        "The pictures in the article helped a lot.",
        "I found the answer in a minute.",
    ),
    "Chat with agent": (
        "The agent in the chat was quick and helpful.",
        "My question was answered in two minutes.",
        "Friendly chat, clear answers.",
        "The agent took the time to compare plans with me.",
        "Chat is the best way to get help here.",
    ),
    "Call with agent": (
        "The lady on the phone was wonderful.",
        "I got through at once and got a clear answer.",
        "Very competent on the phone.",
        "The agent solved it while I was on the line.",
        "Patient and friendly on the phone.",
    ),
    "Call about the delivery": (
        "The agent found my parcel at once.",
        "One call and the new delivery was arranged.",
        "Quick answer on where my parcel is.",
    ),
    "Call about the bill": (
        "The agent explained my bill very well.",
        "The bill was corrected straight away.",
        "Now I understand my bill, thank you.",
    ),
    "Survey answer": (
        "Great service from start to finish.",
        "The connection is fast and stable.",
        "Good price and honest advice.",
        "Friendly people at every step.",
        "I was kept up to date all the time.",
        "Switching to you was easier than I feared.",
        "Best operator I have had so far.",
        "Everything as promised.",
        "Fast delivery and good reception everywhere.",
        "The app is clear and I can do everything myself.",
    ),
}

BAD_STARTS = ("", "", "", "Honestly, ", "Sorry, but ", "To be frank, ", "Unfortunately, ")
BAD_ENDS = (
    "", "", "", " Not what I expected.", " Please fix this.", " Very disappointing.", " I expected better.",
    " This has to improve.", " I will think twice next time.", " That cost me a lot of time.", " Really annoying.",
)  # fmt: skip
FAIR_ENDS = ("", "", "", " Thanks anyway.", " Keep working on it.", " We will see.", " Good enough for me.")
GOOD_STARTS = ("", "", "", "I must say, ", "So far so good: ", "Wow, ", "Happy to say: ")
GOOD_ENDS = (
    "", "", "", " Thank you!", " Keep it up.", " Well done.", " I would do it again.", " I told my neighbours.",
    " Very satisfied.", " Five stars.",
)  # fmt: skip

# Made-up addresses (reserved number range and domain), so that masking personal data can be tried.
ADDRESSES = (
    " Please call me back on 555-0142.",
    " My number is 555-0187.",
    " You can reach me at anna.miller@example.com.",
    " Write to j.novak@example.com.",
    " Call 555-0119 after six, please.",
    " My e-mail is maria_k@example.com.",
)
