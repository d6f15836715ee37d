"""The first pages of each front door, and those that tell one story out of many contexts."""

from ownway.foundation.access.domain import ANYONE
from ownway.foundation.access.routes import route
from ownway.foundation.data_rights.permissions import (
    ERASE,
    HOLD_BACK,
    NOTE_REQUEST,
    READ_SCHEDULE,
    SEE_TO_RIGHTS,
)
from ownway.foundation.notices.permissions import EDIT_WORDS
from ownway.front_doors.views import (
    dying,
    my_documents,
    my_everything,
    my_messages,
    my_notices,
    my_people,
    my_wrong,
    team_documents,
    team_letters,
    team_notices,
    team_queue,
    team_rights,
    team_words,
)
from ownway.front_doors.views import my as my_views
from ownway.front_doors.views import public as public_views
from ownway.front_doors.views import team as team_views
from ownway.front_doors.views import team_own_record as own_record
from ownway.support.assessment.permissions import ASSESS
from ownway.support.people.permissions import READ_OWN, READ_RECORD, WRITE_RECORD

public = [
    route("", public_views.home, may=ANYONE, name="public.home"),
    route("accessibility/", public_views.accessibility, may=ANYONE, name="public.accessibility"),
    route(
        "your-information/",
        public_views.your_information,
        may=ANYONE,
        name="public.your_information",
    ),
    route("health/", public_views.health, may=ANYONE, name="public.health", rows=False),
    route("ready/", public_views.readiness, may=ANYONE, name="public.ready", rows=False),
]
my = [
    route("", my_views.home, may=READ_OWN, name="my.home", menu="Home"),
    route("record/", my_views.record, may=READ_OWN, name="my.record", menu="My record"),
    route("about-me/", my_views.about_me, may=READ_OWN, name="my.about_me"),
    route(
        "messages/", my_messages.conversations, may=READ_OWN, name="my.messages", menu="Messages"
    ),
    route("messages/write/", my_messages.write, may=READ_OWN, name="my.write_message"),
    route(
        "messages/<uuid:conversation_id>/",
        my_messages.conversation,
        may=READ_OWN,
        name="my.message",
    ),
    route("documents/", my_documents.documents, may=READ_OWN, name="my.documents"),
    route("documents/add/", my_documents.add, may=READ_OWN, name="my.add_document"),
    route("documents/<uuid:document_id>/", my_documents.document, may=READ_OWN, name="my.document"),
    route("notices/", my_notices.notices, may=READ_OWN, name="notices.mine"),
    route("who-looked/", my_wrong.who_looked, may=READ_OWN, name="my.who_looked"),
    route("who-looked/list.csv", my_wrong.who_looked_file, may=READ_OWN, name="my.who_looked_file"),
    route("wrong/", my_wrong.wrong, may=READ_OWN, name="my.wrong"),
    route("wrong/<str:kind>/<str:key>/", my_wrong.say_wrong, may=READ_OWN, name="my.say_wrong"),
    route("let-in/", my_people.shared_with, may=READ_OWN, name="my.let_in"),
    route("let-in/new/", my_people.let_somebody_in, may=READ_OWN, name="my.let_somebody_in"),
    route("let-in/<uuid:let_in_id>/code/", my_people.invited, may=READ_OWN, name="my.invited"),
    route("let-in/<uuid:let_in_id>/end/", my_people.let_out, may=READ_OWN, name="my.let_out"),
    route(
        "let-in/<uuid:let_in_id>/again/",
        my_people.invite_again,
        may=READ_OWN,
        name="my.invite_again",
    ),
    route("everything/", my_everything.everything, may=READ_OWN, name="my.everything"),
    route(
        "everything/<uuid:pack_id>.zip",
        my_everything.everything_file,
        may=READ_OWN,
        name="my.everything_file",
        fresh=True,
    ),
    route("whose/", my_people.whose, may=READ_OWN, name="my.whose"),
    route("whose/look/", my_people.look_at, may=READ_OWN, name="my.look_at"),
    route("whose/stop/", my_people.stop_looking, may=READ_OWN, name="my.stop_looking"),
]
team = [
    route("", team_views.home, may=READ_RECORD, name="team.home", menu="My work"),
    route("people/", team_views.find, may=READ_RECORD, name="people.find", menu="People"),
    route(
        "assessments/",
        team_queue.assessments,
        may=ASSESS,
        name="team.assessments",
        menu="Assessments",
    ),
    route(
        "assessments/waiting.csv",
        team_queue.assessments_csv,
        may=ASSESS,
        name="team.assessments_csv",
    ),
    route("people/<uuid:person_id>/died/", dying.died, may=WRITE_RECORD, name="team.died"),
    route("away/", team_queue.away, may=WRITE_RECORD, name="team.away"),
    route("away/<uuid:away_id>/back/", team_queue.back, may=WRITE_RECORD, name="team.back"),
    route(
        "messages/",
        own_record.conversations,
        may=READ_RECORD,
        name="team.messages",
        menu="Messages",
    ),
    route(
        "messages/<uuid:conversation_id>/",
        own_record.conversation,
        may=READ_RECORD,
        name="team.message",
    ),
    route(
        "people/<uuid:person_id>/messages/",
        own_record.messages_with,
        may=READ_RECORD,
        name="team.messages_with",
    ),
    route(
        "people/<uuid:person_id>/said-wrong/",
        own_record.wrong,
        may=READ_RECORD,
        name="team.wrong",
    ),
    route(
        "said-wrong/<uuid:said_wrong_id>/",
        own_record.answer_wrong,
        may=WRITE_RECORD,
        name="team.answer_wrong",
    ),
    route(
        "people/<uuid:person_id>/invite/",
        own_record.invite,
        may=WRITE_RECORD,
        name="team.invite",
    ),
    route(
        "people/<uuid:person_id>/let-in/",
        own_record.let_in_to,
        may=READ_RECORD,
        name="team.let_in",
    ),
    route(
        "people/<uuid:person_id>/let-in/new/",
        own_record.let_somebody_in,
        may=WRITE_RECORD,
        name="team.let_somebody_in",
    ),
    route(
        "people/<uuid:person_id>/let-in/<uuid:let_in_id>/end/",
        own_record.let_out,
        may=WRITE_RECORD,
        name="team.let_out",
    ),
    route(
        "people/<uuid:person_id>/let-in/<uuid:let_in_id>/again/",
        own_record.invite_again,
        may=WRITE_RECORD,
        name="team.invite_again",
    ),
    route(
        "people/<uuid:person_id>/documents/",
        team_documents.documents,
        may=READ_RECORD,
        name="team.documents",
    ),
    route(
        "people/<uuid:person_id>/documents/add/",
        team_documents.add,
        may=WRITE_RECORD,
        name="team.add_document",
    ),
    route(
        "people/<uuid:person_id>/documents/<uuid:document_id>/",
        team_documents.document,
        may=READ_RECORD,
        name="team.document",
    ),
    route(
        "people/<uuid:person_id>/documents/<uuid:document_id>/share/",
        team_documents.share,
        may=WRITE_RECORD,
        name="team.share_document",
    ),
    route(
        "people/<uuid:person_id>/documents/<uuid:document_id>/take-away/",
        team_documents.take_away,
        may=WRITE_RECORD,
        name="team.take_away_document",
    ),
    route(
        "people/<uuid:person_id>/notices/",
        team_notices.notices,
        may=READ_RECORD,
        name="team.notices",
    ),
    route(
        "people/<uuid:person_id>/notices/<str:template>/",
        team_notices.tell,
        may=WRITE_RECORD,
        name="team.tell",
    ),
    route("notices/", team_notices.outbox, may=WRITE_RECORD, name="team.outbox", menu="Letters"),
    route(
        "notices/templates/",
        team_words.templates,
        may=EDIT_WORDS,
        name="team.templates",
        menu="Words of notices",
    ),
    route(
        "notices/templates/<str:template>/",
        team_words.template,
        may=EDIT_WORDS,
        name="team.template",
    ),
    route(
        "notices/templates/<str:template>/write/",
        team_words.write,
        may=EDIT_WORDS,
        name="team.write_words",
    ),
    route(
        "notices/unsuitable.csv",
        team_notices.unsuitable_csv,
        may=WRITE_RECORD,
        name="team.unsuitable",
    ),
    route(
        "notices/print/",
        team_letters.together,
        may=WRITE_RECORD,
        name="team.letters_together",
    ),
    route(
        "notices/print/<uuid:run_id>/", team_letters.letters, may=WRITE_RECORD, name="team.letters"
    ),
    route(
        "notices/print/<uuid:run_id>/letters.zip",
        team_letters.letters_file,
        may=WRITE_RECORD,
        name="team.letters_file",
    ),
    route("notices/<uuid:notice_id>/", team_notices.notice, may=READ_RECORD, name="team.notice"),
    route(
        "notices/<uuid:notice_id>/letter.pdf",
        team_notices.letter,
        may=WRITE_RECORD,
        name="team.letter",
    ),
    route(
        "notices/<uuid:notice_id>/posted/",
        team_notices.posted,
        may=WRITE_RECORD,
        name="team.letter_posted",
    ),
    route(
        "notices/<uuid:notice_id>/again/",
        team_notices.again,
        may=WRITE_RECORD,
        name="team.notice_again",
    ),
    route(
        "notices/second-look/<uuid:notice_id>/",
        team_notices.second_look,
        may=WRITE_RECORD,
        name="team.second_look",
    ),
    route("people/<uuid:person_id>/", team_views.record, may=READ_RECORD, name="people.record"),
    route(
        "people/<uuid:person_id>/about-me/",
        team_views.about_me,
        may=WRITE_RECORD,
        name="people.about_me",
    ),
    route(
        "people/<uuid:person_id>/who-has-seen-this/",
        team_views.readings,
        may=READ_RECORD,
        name="people.readings",
    ),
    route(
        "people/<uuid:person_id>/pass-on/",
        team_views.pass_on,
        may=WRITE_RECORD,
        name="hand_overs.pass_on",
    ),
    route(
        "hand-overs/<uuid:hand_over_id>/",
        team_views.hand_over,
        may=READ_RECORD,
        name="hand_overs.hand_over",
    ),
    route(
        "data-rights/", team_rights.log, may=SEE_TO_RIGHTS, name="rights.log", menu="Data rights"
    ),
    route("data-rights/log.csv", team_rights.log_csv, may=SEE_TO_RIGHTS, name="rights.log_csv"),
    route(
        "people/<uuid:person_id>/data-rights/",
        team_rights.of_person,
        may=NOTE_REQUEST,
        name="rights.of_person",
    ),
    route(
        "data-rights/requests/<uuid:request_id>/",
        team_rights.one_request,
        may=SEE_TO_RIGHTS,
        name="rights.request",
    ),
    route(
        "data-rights/packs/<uuid:pack_id>.zip",
        team_rights.pack_file,
        may=SEE_TO_RIGHTS,
        name="rights.pack_file",
        fresh=True,
    ),
    route(
        "data-rights/holds/<uuid:hold_id>/lift/",
        team_rights.lift_hold,
        may=HOLD_BACK,
        name="rights.lift_hold",
    ),
    route(
        "data-rights/retention/", team_rights.retention, may=READ_SCHEDULE, name="rights.retention"
    ),
    route(
        "data-rights/retention/schedule.csv",
        team_rights.retention_csv,
        may=READ_SCHEDULE,
        name="rights.retention_csv",
    ),
    route("data-rights/tables/", team_rights.tables, may=READ_SCHEDULE, name="rights.tables"),
    route("data-rights/erasing/<uuid:run_id>/", team_rights.run, may=ERASE, name="rights.run"),
]
