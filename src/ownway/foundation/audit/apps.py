from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ownway.foundation.audit"
    label = "audit"
