"""Signing in and out from any front door, how one signs in, and deciding who may."""

from ownway.foundation.access.domain import ANYONE, SIGNED_IN
from ownway.foundation.access.permissions import DECIDE_SIGN_INS
from ownway.foundation.access.routes import route
from ownway.foundation.access.views import (
    account,
    administering,
    by_council,
    inviting,
    proving,
    signing,
)

public = [
    route("sign-in/", signing.sign_in, may=ANYONE, name="sign-in"),
    route("sign-in/as/", signing.sign_in_as, may=ANYONE, name="sign-in-as"),
    route("sign-in/second/", signing.second, may=ANYONE),
    route("sign-in/passkey/", signing.by_passkey, may=ANYONE),
    route("sign-in/council/", by_council.ask_council, may=ANYONE),
    route("sign-in/council/back/", by_council.council_answered, may=ANYONE),
    route("sign-out/", signing.sign_out, may=ANYONE, name="sign-out"),
    route("invitation/", inviting.accept, may=ANYONE, name="access.invitation"),
    route("forgotten/", inviting.forgotten, may=ANYONE),
    route("forgotten/sent/", inviting.forgotten_sent, may=ANYONE),
    route("signed-in/", signing.after_sign_in, may=SIGNED_IN, name="after-sign-in"),
    route("signed-in/nothing-yet/", signing.nothing_shared, may=SIGNED_IN, name="nothing-shared"),
    route("prove/", proving.prove, may=SIGNED_IN),
    route("kept/<uuid:kept_id>/", proving.kept, may=SIGNED_IN),
    route("still-here/", account.still_here, may=SIGNED_IN),
    route("how-i-sign-in/", account.account, may=SIGNED_IN),
    route("how-i-sign-in/second-factor/", account.set_up, may=SIGNED_IN),
    route("how-i-sign-in/app/", account.add_app, may=SIGNED_IN, fresh=True),
    route("how-i-sign-in/app/remove/", account.remove_app, may=SIGNED_IN, fresh=True),
    route("how-i-sign-in/passkeys/add/", account.add_passkey, may=SIGNED_IN, fresh=True),
    route(
        "how-i-sign-in/passkeys/<uuid:passkey_id>/remove/",
        account.remove_passkey,
        may=SIGNED_IN,
        fresh=True,
    ),
    route("how-i-sign-in/recovery-codes/", account.recovery_codes, may=SIGNED_IN, fresh=True),
    route("how-i-sign-in/password/", account.change_password, may=SIGNED_IN),
    route("how-i-sign-in/places/end/", account.end_place, may=SIGNED_IN),
    route("how-i-sign-in/places/end-all/", account.end_all, may=SIGNED_IN),
]

team = [
    route("sign-ins/", administering.sign_ins, may=DECIDE_SIGN_INS, menu="Sign-ins"),
    route("sign-ins/add/", administering.add, may=DECIDE_SIGN_INS, fresh=True),
    route("sign-ins/<uuid:sign_in_id>/", administering.one, may=DECIDE_SIGN_INS, fresh=True),
    route(
        "sign-ins/<uuid:sign_in_id>/close/", administering.close, may=DECIDE_SIGN_INS, fresh=True
    ),
    route(
        "sign-ins/<uuid:sign_in_id>/reopen/", administering.reopen, may=DECIDE_SIGN_INS, fresh=True
    ),
    route(
        "sign-ins/<uuid:sign_in_id>/invite/", administering.invite, may=DECIDE_SIGN_INS, fresh=True
    ),
    route(
        "sign-ins/<uuid:sign_in_id>/reset/", administering.reset, may=DECIDE_SIGN_INS, fresh=True
    ),
]
