from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "ownway.support.contact"
    label = "contact"
