from django.apps import AppConfig


class FrontDoorsConfig(AppConfig):
    name = "ownway.front_doors"
    label = "front_doors"
