from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "ownway.commissioning.scorecards"
    label = "scorecards"
