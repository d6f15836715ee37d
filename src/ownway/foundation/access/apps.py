from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "ownway.foundation.access"
    label = "access"
    verbose_name = "People who sign in"

    def ready(self) -> None:
        from ownway.foundation.access import checks as checks  # registers the start-up check
