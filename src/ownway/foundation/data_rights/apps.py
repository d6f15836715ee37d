from django.apps import AppConfig


class DataRightsConfig(AppConfig):
    name = "ownway.foundation.data_rights"
    label = "data_rights"
