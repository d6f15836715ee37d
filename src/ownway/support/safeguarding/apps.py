from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "ownway.support.safeguarding"
    label = "safeguarding"
