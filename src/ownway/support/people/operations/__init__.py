"""Decisions about people's records: one function, one transaction, one recorded fact."""

from ownway.support.people.operations.joining import (
    join_sure_matches,
)
from ownway.support.people.operations.records import (
    AROUND_NOTED,
    CAME_TO_KNOW,
    DETAILS,
    DETAILS_UPDATED,
    NAME_ADDED,
    NAME_LENGTHS,
    NAMES,
    NAMES_AT_ONCE,
    SAFE_NOTED,
    SAID_ABOUT_ME,
    WORKER_NAMED,
    find_places_and_teams,
    name_worker,
    note_around,
    note_deciding_and_sharing,
    say_about_me,
    set_places,
    set_team_rules,
    take_details,
    take_names,
)
from ownway.support.people.operations.undoing import FROM_FILES

__all__ = [
    "AROUND_NOTED",
    "CAME_TO_KNOW",
    "DETAILS",
    "DETAILS_UPDATED",
    "FROM_FILES",
    "NAMES",
    "NAMES_AT_ONCE",
    "NAME_ADDED",
    "NAME_LENGTHS",
    "SAFE_NOTED",
    "SAID_ABOUT_ME",
    "WORKER_NAMED",
    "find_places_and_teams",
    "join_sure_matches",
    "name_worker",
    "note_around",
    "note_deciding_and_sharing",
    "say_about_me",
    "set_places",
    "set_team_rules",
    "take_details",
    "take_names",
]
