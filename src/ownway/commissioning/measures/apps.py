from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "ownway.commissioning.measures"
    label = "measures"
