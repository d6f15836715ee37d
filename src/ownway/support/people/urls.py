"""Where the pages about records of the same person stand, and who may open them."""

from ownway.foundation.access.routes import route
from ownway.support.people import views
from ownway.support.people.permissions import (
    COUNT_HEALTH,
    MATCH_PEOPLE,
    PROTECT,
    READ_OPENINGS,
    READ_OWN,
    READ_RECORD,
    RESTRICT,
    WRITE_RECORD,
)
from ownway.support.people.views import health, lives, protecting, restricting
from ownway.support.people.views import openings as opening_views

_OF = "people/<uuid:person_id>/life/"

my = [
    route("how-to-talk-to-me/", lives.my_talk, may=READ_OWN, name="people.my_talk"),
    route("what-is-shared/", lives.my_sharing, may=READ_OWN, name="people.my_sharing"),
    route("what-is-shared/<uuid:row_id>/no/", lives.my_no, may=READ_OWN, name="people.my_no"),
    route("health/", health.mine, may=READ_OWN, name="people.my_health"),
]
team = [
    route(
        "people/<uuid:person_id>/health/",
        health.of_person,
        may=READ_RECORD,
        name="people.health",
    ),
    route("health-checks/", health.without, may=READ_RECORD, name="people.without_checks"),
    route(
        "health-checks.csv", health.without_csv, may=READ_RECORD, name="people.without_checks_csv"
    ),
    route("people/new/", lives.new, may=WRITE_RECORD, name="people.new"),
    route(_OF, lives.life, may=READ_RECORD, name="people.life"),
    route(f"{_OF}how-to-talk/", lives.talk, may=WRITE_RECORD, name="people.talk"),
    route(f"{_OF}around/add/", lives.add_around, may=WRITE_RECORD, name="people.add_around"),
    route(
        f"{_OF}around/<uuid:row_id>/first/",
        lives.ring_first,
        may=WRITE_RECORD,
        name="people.ring_first",
    ),
    route(
        f"{_OF}around/<uuid:row_id>/end/",
        lives.end_around,
        may=WRITE_RECORD,
        name="people.end_around",
    ),
    route(f"{_OF}reasons/add/", lives.add_reason, may=WRITE_RECORD, name="people.add_reason"),
    route(
        f"{_OF}reasons/<uuid:row_id>/end/",
        lives.end_reason,
        may=WRITE_RECORD,
        name="people.end_reason",
    ),
    route(
        f"{_OF}conditions/add/", lives.add_condition, may=WRITE_RECORD, name="people.add_condition"
    ),
    route(
        f"{_OF}conditions/<uuid:row_id>/end/",
        lives.end_condition,
        may=WRITE_RECORD,
        name="people.end_condition",
    ),
    route(f"{_OF}numbers/add/", lives.add_number, may=WRITE_RECORD, name="people.add_number"),
    route(
        f"{_OF}numbers/nhs/never-theirs/",
        lives.never_theirs,
        may=WRITE_RECORD,
        name="people.nhs_never_theirs",
    ),
    route(
        f"{_OF}numbers/<uuid:row_id>/never-theirs/",
        lives.never_theirs,
        may=WRITE_RECORD,
        name="people.number_never_theirs",
    ),
    route(f"{_OF}sharing/add/", lives.add_sharing, may=WRITE_RECORD, name="people.add_sharing"),
    route(
        f"{_OF}sharing/<uuid:row_id>/end/",
        lives.end_sharing,
        may=WRITE_RECORD,
        name="people.end_sharing",
    ),
    route(
        "people/same/", views.questions, may=MATCH_PEOPLE, name="people.same", menu="Same person?"
    ),
    route("people/same/look/", views.look, may=MATCH_PEOPLE, name="people.look"),
    route(
        "people/same/look/<uuid:work_id>/", views.progress, may=MATCH_PEOPLE, name="people.looking"
    ),
    route("people/same/joined/", views.joinings, may=MATCH_PEOPLE, name="people.joinings"),
    route(
        "people/same/joined/<uuid:joining_id>/undo/",
        views.undo,
        may=MATCH_PEOPLE,
        name="people.undo_joining",
    ),
    route("people/same/<uuid:match_id>/", views.question, may=MATCH_PEOPLE, name="people.same_one"),
    route(
        "people/<uuid:person_id>/why/",
        opening_views.why,
        may=READ_RECORD,
        name="people.why",
        reading=False,
    ),
    route(
        "openings/",
        opening_views.openings,
        may=READ_OPENINGS,
        name="people.openings",
        menu="Records opened",
    ),
    route(
        "openings/openings.csv",
        opening_views.openings_csv,
        may=READ_OPENINGS,
        name="people.openings_csv",
    ),
    route(
        "openings/<uuid:opening_id>/",
        opening_views.look_into,
        may=READ_OPENINGS,
        name="people.opening",
    ),
    route(
        "openings/<uuid:opening_id>/seen/",
        opening_views.seen,
        may=WRITE_RECORD,
        name="people.opening_seen",
    ),
    route(
        "openings/<uuid:opening_id>/ask/",
        opening_views.ask,
        may=WRITE_RECORD,
        name="people.opening_ask",
    ),
    route(
        "restricted/",
        restricting.restricted,
        may=RESTRICT,
        name="people.restricted",
        menu="Restricted records",
    ),
    route(
        "restricted/<uuid:person_id>/",
        restricting.restricted_one,
        may=RESTRICT,
        name="people.restricted_one",
        fresh=True,
    ),
    route(
        "restricted/<uuid:person_id>/lift/",
        restricting.lift,
        may=RESTRICT,
        name="people.lift",
        fresh=True,
    ),
    route(
        "restricted/<uuid:person_id>/readers/<uuid:reader_id>/remove/",
        restricting.remove_reader,
        may=RESTRICT,
        name="people.remove_reader",
        fresh=True,
    ),
    route(
        "people/<uuid:person_id>/restrict/",
        restricting.restrict,
        may=RESTRICT,
        name="people.restrict",
        fresh=True,
    ),
    route(
        "people/<uuid:person_id>/protected/",
        protecting.protected,
        may=PROTECT,
        name="people.protected",
    ),
    route(
        "people/<uuid:person_id>/protected/add/",
        protecting.protect,
        may=PROTECT,
        name="people.protect",
    ),
    route(
        "people/<uuid:person_id>/letters-to/",
        protecting.letters_to,
        may=PROTECT,
        name="people.letters_to",
    ),
    route(
        "protected/<uuid:fact_id>/end/",
        protecting.end_protection,
        may=PROTECT,
        name="people.end_protection",
    ),
]
commissioning = [
    route(
        "health-checks/",
        health.practices,
        may=COUNT_HEALTH,
        name="people.practices",
        menu="Health checks",
    ),
]
