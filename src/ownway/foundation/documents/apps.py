from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "ownway.foundation.documents"
    label = "documents"
