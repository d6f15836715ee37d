from django.apps import AppConfig


class ChargingConfig(AppConfig):
    name = "ownway.support.charging"
    label = "charging"
