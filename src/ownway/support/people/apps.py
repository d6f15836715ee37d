from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ownway.support.people"
    label = "people"
