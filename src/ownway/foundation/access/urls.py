"""Signing in and out, from any front door."""

from ownway.foundation.access import views
from ownway.foundation.access.domain import ANYONE, SIGNED_IN
from ownway.foundation.access.routes import route

public = [
    route("sign-in/", views.sign_in, may=ANYONE, name="sign-in"),
    route("sign-in/as/", views.sign_in_as, may=ANYONE, name="sign-in-as"),
    route("sign-out/", views.sign_out, may=ANYONE, name="sign-out"),
    route("signed-in/", views.after_sign_in, may=SIGNED_IN, name="after-sign-in"),
    route("signed-in/nothing-yet/", views.nothing_shared, may=SIGNED_IN, name="nothing-shared"),
]
