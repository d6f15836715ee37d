"""The invented people one may be in the demonstration. None exists outside it."""

from dataclasses import dataclass

from ownway.demo.named import IDRIS_PENHALLOW, RUTH_CALLOWAY
from ownway.foundation.access import operations as access
from ownway.foundation.access import queries as access_queries
from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotFound
from ownway.support.people import queries as people


@dataclass(frozen=True, slots=True)
class Persona:
    email: str
    name: str
    job_title: str
    words: str
    roles: tuple[Role, ...] = ()
    team: str = ""
    council_id: str = ""
    kind: Kind = Kind.STAFF


RUTH = Persona(
    "ruth.calloway@example.org",
    "Ruth Calloway",
    "a person with her own budget",
    "See her record, her first figure, her plan and her money.",
    council_id=RUTH_CALLOWAY,
)
IDRIS = Persona(
    "idris.penhallow@example.org",
    "Idris Penhallow",
    "a person at the start of the path",
    "Ask for support, answer the questions, write the plan: with Nell, Asif and finance.",
    council_id=IDRIS_PENHALLOW,
)
NELL = Persona(
    "nell.farraday@example.org",
    "Nell Farraday",
    "Social worker",
    "See what has stopped and who is late; take Idris along the path.",
    (Role.PRACTITIONER,),
    "East team",
)
ASIF = Persona(
    "asif.karim@example.org",
    "Asif Karim",
    "Team manager",
    "Sign off plans of the East team.",
    (Role.TEAM_MANAGER,),
    "East team",
)
SUNNIVA = Persona(
    "sunniva.hale@example.org",
    "Sunniva Hale",
    "Head of service",
    "Chair the panel that decides on plans above a manager's limit.",
    (Role.HEAD_OF_SERVICE,),
)
WANDA = Persona(
    "wanda.price@example.org",
    "Wanda Price",
    "Finance officer",
    "Decide contributions and propose payments.",
    (Role.FINANCE,),
    "Finance team",
)
COLM = Persona(
    "colm.ashdown@example.org",
    "Colm Ashdown",
    "Finance manager",
    "Approve payments that somebody else proposed.",
    (Role.FINANCE,),
    "Finance team",
)
PRIYA = Persona(
    "priya.venn@example.org",
    "Priya Venn",
    "Strategic commissioning manager",
    "See who is supported, and what it costs.",
    (Role.COMMISSIONER,),
)
TOM = Persona(
    "tom.okoro@example.org",
    "Tom Okoro",
    "Performance lead",
    "Load the council's file, see what could not be taken, open the people behind a figure.",
    (Role.PERFORMANCE,),
)
MARNIE = Persona(
    "marnie.tolland@example.org",
    "Marnie Tolland",
    "a friend whom Ruth let in",
    "See the parts of Ruth's record that she shares, as her friend.",
    kind=Kind.CARER,
)
GWEN = Persona(
    "gwen.rowntree@example.org",
    "Gwen Rowntree",
    "Information governance officer",
    "See who opened records outside their own work, and why; keep a record for few.",
    (Role.INFORMATION_GOVERNANCE,),
)
HALL = Persona(
    "hall.brandreth@example.org",
    "Hall Brandreth",
    "Systems administrator",
    "Decide who signs in, with which roles; reset a lost second factor.",
    (Role.ADMINISTRATOR,),
)
ODILE = Persona(
    "odile.marsh@example.org",
    "Odile Marsh",
    "Safeguarding lead",
    "Read what people are worried about, say yes to it, find whose record it is.",
    (Role.SAFEGUARDING_LEAD,),
    "Safeguarding team",
)
PERSONAS = (RUTH, MARNIE, IDRIS, NELL, ASIF, SUNNIVA, WANDA, COLM, PRIYA, TOM, GWEN, ODILE, HALL)
# Practitioners of the other teams: they assessed people, nobody signs in as them.
COLLEAGUES = (
    ("lena.ostrow@example.org", "Lena Ostrow", "North team"),
    ("jude.harker@example.org", "Jude Harker", "South team"),
    ("mina.castell@example.org", "Mina Castell", "West team"),
    ("owen.tarrant@example.org", "Owen Tarrant", "Learning disability team"),
    ("grace.adeyemi@example.org", "Grace Adeyemi", "Mental health team"),
)


def add() -> None:
    """Add whoever is missing; safe to run twice."""
    for persona in PERSONAS:
        if _known(persona.email):
            continue
        access.add_sign_in(
            email=persona.email,
            name=persona.name,
            kind=Kind.PERSON if persona.council_id else persona.kind,
            roles=persona.roles,
            team=access.add_team(persona.team) if persona.team else None,
            job_title=persona.job_title,
            own_person_id=people.person_id_of(persona.council_id) if persona.council_id else None,
            demo_persona=persona.words,
        )
    for email, name, team in COLLEAGUES:
        if not _known(email):
            access.add_sign_in(
                email=email,
                name=name,
                roles=(Role.PRACTITIONER,),
                team=access.add_team(team),
                job_title="Social worker",
            )


def sign_in_of(persona: Persona) -> SignIn:
    return access_queries.sign_in_by_email(persona.email)


def _known(email: str) -> bool:
    try:
        access_queries.sign_in_by_email(email)
    except NotFound:
        return False
    return True
