from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "ownway.foundation.facts"
    label = "facts"
