"""The values the method asks for, as the return writes them, and the official rank of outcomes.

Source    Main_tables/docs/methodology (event outcome hierarchy) and ASCOF_measures/*.sql.
"""

NOT_MAPPED = "Invalid and not mapped"
RELEASE_1_ONLY = "Release 1 specification only: Not mapped"
UNKNOWN = "Unknown"

SERVICE, ASSESSMENT, REQUEST, REVIEW = "Service", "Assessment", "Request", "Review"
SERVICE_USER = "Service user"
CARER, BY_ASSOCIATION = "Unpaid carer", "Unpaid carer known by association"

NURSING = "Long term support: Nursing care"
RESIDENTIAL = "Long term support: Residential care"
COMMUNITY = "Long term support: Community"
PRISON = "Long term support: Prison"
LONG_TERM = (NURSING, RESIDENTIAL, COMMUNITY, PRISON)
ST_MAX = "Short term support: ST-Max"
LOW_LEVEL = "Short term support: Ongoing low level"
OTHER_SHORT = "Short term support: Other short term"
SHORT_STAY = "Short term support: Residential or Nursing care"  # the method's own
TO_CARER = "Unpaid carer support: Direct to unpaid carer"

# The lower the number, the more a service says about what followed.
SERVICE_RANKS = {
    NURSING: 1,
    RESIDENTIAL: 2,
    COMMUNITY: 3,
    PRISON: 4,
    ST_MAX: 5,
    LOW_LEVEL: 6,
    OTHER_SHORT: 7,
}
NO_RANK = 99

DIRECT_PAYMENT = "Direct payment"
MANAGED_BUDGET = "CASSR managed personal budget"
COMMISSIONED = "CASSR commissioned support"

LEARNING_DISABILITY = "Learning Disability Support"
SUPPORT_TO_CARER = "Social support: Support to unpaid carer"

HOSPITAL = "Admitted to hospital"
DECEASED = "NFA: Deceased"
AS_PLANNED = "NFA: Support ended as planned"
SELF_FUNDED = "NFA: Self-funded client or under 12wk disregard"
TO_REABLEMENT = "Progress to reablement/ST-Max"
TO_ASSESSMENT = "Progress to assessment, review or reassessment"
TO_PLANNING = "Progress to support planning or services"
CONTINUES = "Continuation of support or services"
MOVED_AWAY = "NFA: Responsibility moved to another local authority"
TO_NHS = "NFA: Referral to NHS services or NHS funded social care"
ADVICE = "NFA: Information and advice or signposting"
OTHER_SERVICE = "NFA: Referral to other service within the local authority"
DECLINED = "NFA: Support declined"
ENDED_OTHERWISE = "NFA: Support ended for other reason"
NO_SERVICES = "NFA: No services offered for other reason"
OTHER = "NFA: Other"

OUTCOMES = {
    TO_REABLEMENT: 1,
    TO_ASSESSMENT: 2,
    RELEASE_1_ONLY: 3,
    TO_PLANNING: 4,
    CONTINUES: 5,
    HOSPITAL: 6,
    MOVED_AWAY: 7,
    TO_NHS: 8,
    SELF_FUNDED: 9,
    ADVICE: 10,
    OTHER_SERVICE: 11,
    DECLINED: 12,
    DECEASED: 13,
    AS_PLANNED: 14,
    ENDED_OTHERWISE: 15,
    NO_SERVICES: 16,
    OTHER: 17,
}
LAST_RANK = 999
