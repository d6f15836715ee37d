from django.apps import AppConfig


class HandOversConfig(AppConfig):
    name = "ownway.foundation.hand_overs"
    label = "hand_overs"
