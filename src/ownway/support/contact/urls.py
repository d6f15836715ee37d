"""Where people ask for support, and where the council answers."""

from ownway.foundation.access.domain import ANYONE
from ownway.foundation.access.routes import route
from ownway.support.contact import permissions
from ownway.support.contact.views import (
    advice,
    benefits,
    equipment,
    life_events,
    own_self_checks,
    queue,
    referrals,
    requests,
    self_checks,
    sent_self_checks,
    welfare,
)

public = [
    route("advice/", advice.advice, may=ANYONE),
    route("advice/<slug:slug>/", advice.advice_page, may=ANYONE),
    route("referral/", referrals.answer, may=ANYONE, name="contact.referral_answer"),
    route("looked-in/", welfare.looked_in, may=ANYONE, name="contact.looked_in"),
    route("check/", self_checks.start, may=ANYONE, name="contact.check"),
    route("check/questions/<str:page>/", self_checks.page, may=ANYONE, name="contact.check_page"),
    route("check/now/", self_checks.help_now, may=ANYONE, name="contact.check_now"),
    route("check/result/", self_checks.result, may=ANYONE, name="contact.check_result"),
    route(
        "check/result/easy/", self_checks.result_easy, may=ANYONE, name="contact.check_result_easy"
    ),
    route("check/save/", self_checks.save, may=ANYONE, name="contact.check_save"),
    route("check/back/", self_checks.come_back, may=ANYONE, name="contact.check_back"),
    route("check/delete/", self_checks.delete, may=ANYONE, name="contact.check_delete"),
    route("check/close/", self_checks.leave, may=ANYONE, name="contact.check_leave"),
    route("check/send/", self_checks.send, may=ANYONE, name="contact.check_send"),
    route("check/sent/", self_checks.sent, may=ANYONE, name="contact.check_sent"),
]
my = [
    route("check/", own_self_checks.my_check, may=permissions.ASK_FOR_MYSELF),
    route(
        "check/questions/<str:page>/",
        own_self_checks.my_check_page,
        may=permissions.ASK_FOR_MYSELF,
    ),
    route("check/now/", own_self_checks.my_check_now, may=permissions.ASK_FOR_MYSELF),
    route("check/result/", own_self_checks.my_check_result, may=permissions.ASK_FOR_MYSELF),
    route(
        "check/result/easy/",
        own_self_checks.my_check_result_easy,
        may=permissions.ASK_FOR_MYSELF,
    ),
    route("check/send/", own_self_checks.my_check_send, may=permissions.ASK_FOR_MYSELF),
    route("check/delete/", own_self_checks.my_check_delete, may=permissions.ASK_FOR_MYSELF),
    route("ask/", requests.ask_for_myself, may=permissions.ASK_FOR_MYSELF),
    route("ask/withdraw/", requests.withdraw_mine, may=permissions.ASK_FOR_MYSELF),
    route("equipment/", equipment.mine, may=permissions.OWN_EQUIPMENT, name="contact.my_equipment"),
    route("offers/", life_events.mine, may=permissions.OWN_OFFERS, name="contact.my_offers"),
    route("benefits/", benefits.mine, may=permissions.OWN_BENEFITS, name="contact.my_benefits"),
    route("services/", referrals.mine, may=permissions.OWN_REFERRALS, name="contact.my_referrals"),
]
team = [
    route(
        "people/<uuid:person_id>/benefits/",
        benefits.of_person,
        may=permissions.READ_REQUEST,
        name="contact.benefits",
    ),
    route(
        "people/<uuid:person_id>/benefits/<uuid:claim_id>/",
        benefits.claim,
        may=permissions.CHECK_BENEFITS,
        name="contact.benefit",
    ),
    route(
        "benefits/", benefits.gains, may=permissions.COUNT_BENEFITS, name="contact.benefit_gains"
    ),
    route(
        "benefits.csv",
        benefits.gains_csv,
        may=permissions.COUNT_BENEFITS,
        name="contact.benefit_gains_csv",
    ),
    route("advice/", advice.advice_desk, may=permissions.EDIT_ADVICE, menu="Advice"),
    route(
        "advice/new/",
        advice.write_advice,
        may=permissions.EDIT_ADVICE,
        name="contact.new_advice",
    ),
    route("advice/<slug:slug>/", advice.advice_versions, may=permissions.EDIT_ADVICE),
    route("advice/<slug:slug>/write/", advice.write_advice, may=permissions.EDIT_ADVICE),
    route("advice/<slug:slug>/begin/", advice.begin_advice, may=permissions.EDIT_ADVICE),
    route("self-checks/", sent_self_checks.self_checks, may=permissions.TAKE_UP_SELF_CHECK),
    route(
        "self-checks/<uuid:self_check_id>/",
        sent_self_checks.self_check,
        may=permissions.TAKE_UP_SELF_CHECK,
    ),
    route(
        "self-checks/<uuid:self_check_id>/person/<uuid:person_id>/",
        sent_self_checks.this_is_them,
        may=permissions.TAKE_UP_SELF_CHECK,
    ),
    route(
        "people/<uuid:person_id>/ask/",
        requests.ask,
        may=permissions.ASK_FOR_SOMEONE,
    ),
    route(
        "requests/<uuid:request_id>/",
        requests.support_request,
        may=permissions.READ_REQUEST,
        name="contact.request",
    ),
    route("requests/", queue.queue, may=permissions.DECIDE_REQUEST, menu="Requests"),
    route("requests/waiting.csv", queue.queue_csv, may=permissions.DECIDE_REQUEST),
    route(
        "requests/<uuid:request_id>/first-questions/",
        requests.screen,
        may=permissions.DECIDE_REQUEST,
    ),
    route(
        "requests/<uuid:request_id>/tell-safeguarding/",
        requests.tell_safeguarding,
        may=permissions.DECIDE_REQUEST,
    ),
    route(
        "requests/<uuid:request_id>/withdraw/", requests.withdraw, may=permissions.DECIDE_REQUEST
    ),
    route("requests/<uuid:request_id>/urgency/", requests.urgency, may=permissions.DECIDE_REQUEST),
    route("people/<uuid:person_id>/services/", referrals.referrals, may=permissions.READ_REQUEST),
    route(
        "people/<uuid:person_id>/services/<uuid:service_id>/",
        referrals.refer,
        may=permissions.REFER,
    ),
    route(
        "people/<uuid:person_id>/welfare-checks/",
        welfare.welfare_checks,
        may=permissions.READ_REQUEST,
    ),
    route("welfare-checks/<uuid:check_id>/", welfare.welfare_check, may=permissions.READ_REQUEST),
    route(
        "people/<uuid:person_id>/life-events/",
        life_events.life_events,
        may=permissions.READ_REQUEST,
    ),
    route("people/<uuid:person_id>/equipment/", equipment.equipment, may=permissions.READ_REQUEST),
    route(
        "people/<uuid:person_id>/equipment/new/",
        equipment.look,
        may=permissions.ORDER_EQUIPMENT,
        name="contact.equipment_new",
    ),
    route(
        "people/<uuid:person_id>/equipment/<uuid:order_id>/",
        equipment.order,
        may=permissions.ORDER_EQUIPMENT,
        name="contact.equipment_order",
    ),
    route(
        "equipment/<uuid:look_id>/",
        equipment.one_look,
        may=permissions.READ_REQUEST,
        name="contact.equipment_look",
    ),
    route(
        "referrals/<uuid:referral_id>/",
        referrals.referral,
        may=permissions.READ_REQUEST,
        name="contact.referral",
    ),
    route(
        "referrals/",
        referrals.counts,
        may=permissions.COUNT_REFERRALS,
        name="contact.referral_counts",
    ),
    route(
        "referrals/by-service.csv",
        referrals.counts_csv,
        may=permissions.COUNT_REFERRALS,
        name="contact.referral_counts_csv",
    ),
]
commissioning = [
    route(
        "advice/",
        advice.advice_desk,
        may=permissions.EDIT_ADVICE,
        name="contact.advice_desk_all",
        menu="Advice",
    ),
    route(
        "referrals/",
        referrals.counts,
        may=permissions.COUNT_REFERRALS,
        name="contact.referral_counts_all",
        menu="Referrals",
    ),
    route(
        "referrals/by-service.csv",
        referrals.counts_csv,
        may=permissions.COUNT_REFERRALS,
        name="contact.referral_counts_all_csv",
    ),
]
