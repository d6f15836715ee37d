from django.apps import AppConfig


class ReablementConfig(AppConfig):
    name = "ownway.support.reablement"
    label = "reablement"
