from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "ownway.commissioning.insight"
    label = "insight"
