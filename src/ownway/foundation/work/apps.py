from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "ownway.foundation.work"
    label = "work"
