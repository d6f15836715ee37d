from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "ownway.support.planning"
    label = "planning"
