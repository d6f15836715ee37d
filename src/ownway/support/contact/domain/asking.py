"""What is said and asked with a request for support, and by when it is answered. Pure.

Units     Days of the calendar.
Promise   An answer is due on a day worked out from how soon help is needed, never typed.
Errors    Refused, in words for the one who asks.
Source    Care Act 2014, section 9 (assessment), section 10 (a carer's own assessment) and section
          42 (safeguarding); Mental Capacity Act 2005, section 4 (best interests). Hospital
          discharge and community support guidance for pathways 0 to 3; the wording is ours.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from ownway.kernel.refusal import Refused
from ownway.parameters import value_on

LONG_AGO = 28  # days; a request older than this says why it is only written down now

SELF = "self"
RELATIONS: Mapping[str, str] = {
    SELF: "The person themself",
    "carer": "Somebody who looks after them, unpaid",
    "family": "Family or a friend",
    "professional": "Somebody who works with them",
    "other": "Somebody else",
}
GIVEN = "given"
CONSENTS: Mapping[str, str] = {
    GIVEN: "Yes, they agree to it",
    "best interests": "They cannot decide this; it is in their best interests",
    "not asked": "Nobody has asked them yet",
}
TODAY, DAYS, WHEN_YOU_CAN = "today", "days", "when you can"
URGENCIES: Mapping[str, str] = {
    TODAY: "Today",
    DAYS: "Within days",
    WHEN_YOU_CAN: "When you can",
}
YES, NO, UNSURE = "yes", "no", "not sure"
WORRIES: Mapping[str, str] = {
    NO: "No",
    YES: "Yes, somebody may be harming or neglecting them",
    UNSURE: "Not sure",
}
DANGER = "now"
RISKS: Mapping[str, str] = {
    "none": "No danger today",
    "some": "Something may go wrong soon",
    DANGER: "Danger today",
}
CARERS: Mapping[str, str] = {
    NO: "Nobody",
    YES: "Yes",
    UNSURE: "Not known yet",
}
OFFERED, LATER, DECLINED = "offered", "to offer", "declined"
CARER_OFFERS: Mapping[str, str] = {
    OFFERED: "Offered",
    DECLINED: "Offered, and they said no",
    LATER: "Still to offer",
}
PATHWAYS: Mapping[int, str] = {
    0: "Home without new support",
    1: "Home with support to get better",
    2: "A short stay somewhere to get better first",
    3: "A care home, at least for now",
}


def due_on(urgency: str, requested_on: date, *, promised_on: date | None = None) -> date:
    """The day by which a request is answered. One of unknown urgency waits as the longest does.

    Never later than the day that was promised to whoever asked.
    """
    days = value_on("request_answer_days", requested_on)
    assert isinstance(days, Mapping)  # as its file says
    due = requested_on + timedelta(days=int(str(days[urgency or WHEN_YOU_CAN])))
    return min(due, promised_on) if promised_on is not None else due


def check_said(
    *,
    relation: str,
    consent: str,
    consent_because: str,
    urgency: str,
    urgency_because: str,
) -> None:
    """Raises Refused for what is on no list, and where a reason is missing.

    Each may be empty: not said yet.
    """
    if relation and relation not in RELATIONS:
        raise Refused("Choose from the list who they are to the person.")
    if consent and consent not in CONSENTS:
        raise Refused("Choose from the list whether the person agrees.")
    if consent not in ("", GIVEN) and not consent_because.strip():
        raise Refused("Say why the person has not agreed themself.")
    if urgency and urgency not in URGENCIES:
        raise Refused("Choose from the list how soon help is needed.")
    if urgency == TODAY and not urgency_because.strip():
        raise Refused("Say why it cannot wait.")


def check_day(requested_on: date, *, late_because: str, on: date) -> None:
    """Raises Refused for a day in the future, and for one long past without a reason."""
    if requested_on > on:
        raise Refused("The day it was asked cannot be in the future.")
    if (on - requested_on).days > LONG_AGO and not late_because.strip():
        raise Refused("Say why it is written down only now: the day is more than 28 days ago.")


def check_screening(
    *,
    worry: str,
    worry_words: str,
    risk: str,
    risk_words: str,
    carer: str,
    carer_offer: str,
    discharge_pathway: int | None,
    leaving_on: date | None,
    requested_on: date,
) -> None:
    """Raises Refused for what is on no list, and where words or a day are missing."""
    if worry not in WORRIES or risk not in RISKS or carer not in CARERS:
        raise Refused("Answer each question from its list. “Not sure” is an answer.")
    if worry != NO and not worry_words.strip():
        raise Refused("Write down what worries you about their safety.")
    if risk != "none" and not risk_words.strip():
        raise Refused("Write down what may go wrong, and what was done about it.")
    if carer == YES and carer_offer not in CARER_OFFERS:
        raise Refused("Say whether the carer was offered an assessment of their own.")
    if discharge_pathway is not None and discharge_pathway not in PATHWAYS:
        raise Refused("Choose the pathway out of hospital from the list.")
    if leaving_on is not None and discharge_pathway is None:
        raise Refused("Choose the pathway out of hospital too.")
    if leaving_on is not None and leaving_on < requested_on - timedelta(days=LONG_AGO):
        raise Refused("The day of leaving hospital is long before they asked. Look at it again.")
