"""Who may ask, and who may decide what comes of it. Whose record it is, `people.queries` says."""

from ownway.foundation.access.domain import Kind, Role, may
from ownway.support.people.permissions import READ_RECORD, WRITE_RECORD

ASK_FOR_SOMEONE = may("write down that somebody asks for support", *WRITE_RECORD.roles)
ASK_FOR_MYSELF = may("ask for support here", Kind.PERSON, Kind.CARER)
READ_REQUEST = READ_RECORD
DECIDE_REQUEST = may("decide what comes of a request for support", *WRITE_RECORD.roles)
TAKE_UP_SELF_CHECK = may("take up a self-check that somebody sent", *WRITE_RECORD.roles)
REFER = may("pass somebody to a service", *WRITE_RECORD.roles)
OWN_REFERRALS = may("answer about services here", Kind.PERSON, Kind.CARER)
COUNT_REFERRALS = may(
    "see how referrals went", Role.TEAM_MANAGER, Role.COMMISSIONER, Role.PERFORMANCE
)
ORDER_EQUIPMENT = may("order equipment", *WRITE_RECORD.roles)
OWN_EQUIPMENT = may("say what is hard here", Kind.PERSON, Kind.CARER)
ASK_WELFARE_CHECK = may("ask for a welfare check", *WRITE_RECORD.roles)
NOTE_LIFE_EVENT = may("note what happened in somebody's life", *WRITE_RECORD.roles)
OWN_OFFERS = may("choose what we offer you", Kind.PERSON, Kind.CARER)
EDIT_ADVICE = may("write pages of advice", Role.COMMISSIONER, Role.TEAM_MANAGER)
CHECK_BENEFITS = may("look at what may be unclaimed", *WRITE_RECORD.roles)
OWN_BENEFITS = may("see what you may claim here", Kind.PERSON, Kind.CARER)
COUNT_BENEFITS = may("see what claiming led to", Role.TEAM_MANAGER, Role.PERFORMANCE)
