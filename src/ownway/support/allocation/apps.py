from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "ownway.support.allocation"
    label = "allocation"
