from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "ownway.foundation.documents"
    label = "documents"

    def ready(self) -> None:
        from ownway.foundation.documents.models import SEALED_KEY
        from ownway.foundation.keys import places

        table, column = SEALED_KEY.split(".")
        places.also(
            places.Place(
                words="documents.Document, the keys of their parts",
                table=table,
                column=column,
                sealed_for=SEALED_KEY,
            )
        )
