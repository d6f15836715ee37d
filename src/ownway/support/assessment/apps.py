from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "ownway.support.assessment"
    label = "assessment"
