from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "ownway.foundation.access"
    label = "access"
    verbose_name = "People who sign in"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from ownway.foundation.access import checks as checks  # registers the start-up check
        from ownway.foundation.access import stepping

        user_logged_in.connect(stepping.began, dispatch_uid="ownway.session_began")

        # The policies of row-level security name tables of every app: once all of them stand.
        post_migrate.connect(_lock_rows, dispatch_uid="ownway.second_lock")


def _lock_rows(sender: AppConfig, **_: object) -> None:
    if sender is [app for app in apps.get_app_configs() if app.models_module][-1]:
        from ownway.foundation.access import second_lock

        second_lock.apply()
