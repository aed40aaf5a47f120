"""The touchpoints of the operator: stage, who starts them, what they cost, hurt and ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["CODES", "CONTACT_COST", "TOUCHPOINTS", "Touchpoint"]


@dataclass(frozen=True, kw_only=True)
class Touchpoint:
    """One touchpoint.

    Attributes
    ----------
    initiator : str
        Who starts it: customer or company.
    cost : float, optional
        Mean cost of one contact in EUR; None: that of its channel.
    sting : float
        By how many standard deviations it lowers the customer's mood.
    topic : str
        What an unhappy customer then writes about.
    asks, answered : str, float
        The question asked right after it, and the share of customers who answer.
    """

    name: str
    stage: Literal["Discover", "Choose", "Buy", "Set up", "Use", "Get help", "Leave"]
    initiator: Literal["customer", "company"] = "customer"
    cost: float | None = None
    sting: float = 0.0
    topic: str = ""
    asks: Literal["", "nps", "csat", "ces"] = ""
    answered: float = 0.0


# Mean cost of a contact in EUR, by channel.
CONTACT_COST = {"web": 0.04, "app": 0.03, "shop": 9.5, "call centre": 6.8, "chat": 3.4, "e-mail": 0.06, "courier": 5.9}

TOUCHPOINTS = (
    Touchpoint(name="Landing page", stage="Discover", cost=0.85),
    Touchpoint(name="Shop visit", stage="Discover"),
    Touchpoint(name="Sales call", stage="Discover"),
    Touchpoint(name="Compare plans", stage="Discover"),
    Touchpoint(name="Coverage check", stage="Choose"),
    Touchpoint(name="Offer e-mail", stage="Choose", initiator="company"),
    Touchpoint(name="Configure plan", stage="Choose"),
    Touchpoint(name="Basket", stage="Buy"),
    Touchpoint(name="Reminder e-mail", stage="Buy", initiator="company"),
    Touchpoint(name="Upload documents", stage="Buy"),
    Touchpoint(name="Documents approved", stage="Buy", initiator="company", cost=1.9, topic="documents"),
    Touchpoint(name="Payment", stage="Buy"),
    Touchpoint(name="Payment error", stage="Buy", sting=0.45, topic="payment"),
    Touchpoint(name="Order confirmation", stage="Buy", initiator="company", asks="ces", answered=0.22),
    Touchpoint(name="Parcel sent", stage="Set up", initiator="company"),
    Touchpoint(name="Delivery missed", stage="Set up", initiator="company", sting=0.7, topic="delivery"),
    Touchpoint(name="Shop pick-up", stage="Set up", cost=4.2),
    Touchpoint(name="Parcel delivered", stage="Set up", initiator="company", cost=1.6),
    Touchpoint(name="SIM registered", stage="Set up"),
    Touchpoint(name="Installation booked", stage="Set up"),
    Touchpoint(name="Installation rescheduled", stage="Set up", initiator="company", sting=0.75, topic="installation"),
    Touchpoint(name="Installation visit", stage="Set up", cost=62.0, asks="csat", answered=0.26),
    Touchpoint(name="Service activated", stage="Set up", initiator="company", cost=0.4, asks="ces", answered=0.2),
    Touchpoint(name="Survey invitation", stage="Use", initiator="company"),
    Touchpoint(name="Survey answer", stage="Use", asks="nps", answered=1.0),
    Touchpoint(name="Check usage", stage="Use"),
    Touchpoint(name="First bill", stage="Use", initiator="company", cost=0.35),
    Touchpoint(name="Help article", stage="Get help", asks="ces", answered=0.12),
    Touchpoint(name="Chat with agent", stage="Get help", topic="handover", asks="csat", answered=0.32),
    Touchpoint(name="Call with agent", stage="Get help", asks="csat", answered=0.24),
    Touchpoint(name="Call about the delivery", stage="Get help", asks="csat", answered=0.24),
    Touchpoint(name="Call about the bill", stage="Get help", sting=0.4, topic="bill", asks="csat", answered=0.24),
    Touchpoint(name="Complaint", stage="Get help", cost=11.0, sting=0.5, topic="complaint"),
    Touchpoint(name="Order cancelled", stage="Leave", cost=2.1),
    Touchpoint(name="Retention offer", stage="Leave", initiator="company", cost=8.7),
    Touchpoint(name="Contract ended", stage="Leave", cost=3.1),
)

CODES = {touchpoint.name: code for code, touchpoint in enumerate(TOUCHPOINTS)}
