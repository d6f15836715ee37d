from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "ownway.foundation.look"
    label = "look"
