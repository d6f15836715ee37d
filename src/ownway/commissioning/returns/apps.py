from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "ownway.commissioning.returns"
    label = "returns"
