from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "ownway.commissioning.directory"
    label = "directory"
