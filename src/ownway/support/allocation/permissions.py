"""Who may work a first figure out, read it, say it is wrong, and publish the card it comes from.

Whoever may write in the record answers a challenge and sets another figure beside the first. A
panel's figure is set by a team manager, who sits on it: more than one person has then looked.
"""

from ownway.foundation.access.domain import Kind, Role, may
from ownway.support.people.permissions import READ_RECORD, WRITE_RECORD

PROPOSE_BUDGET = may("work out a first figure", *WRITE_RECORD.roles)
READ_BUDGET = READ_RECORD
READ_OWN_BUDGET = may("read this figure", Kind.PERSON, Kind.CARER)
PUBLISH_SCORECARD = may("publish a scorecard", Role.ADMINISTRATOR, Role.COMMISSIONER)
CHALLENGE = may("say that this figure is not right", Kind.PERSON, Kind.CARER, *WRITE_RECORD.roles)
CHALLENGE_OWN = may("say that this figure is not right", Kind.PERSON, Kind.CARER)
ANSWER_CHALLENGE = may("answer a challenge to a first figure", *WRITE_RECORD.roles)
SET_OTHER_FIGURE = may("set another figure beside a first one", *WRITE_RECORD.roles)
SAY_FOR_PANEL = may("set a figure for a panel", Role.TEAM_MANAGER)
COUNT_OTHER_FIGURES = may(
    "see how often another figure was set", Role.COMMISSIONER, Role.PERFORMANCE, Role.FINANCE
)
