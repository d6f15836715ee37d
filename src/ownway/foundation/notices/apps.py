from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ownway.foundation.notices"
    label = "notices"
