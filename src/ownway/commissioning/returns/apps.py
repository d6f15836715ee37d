from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "ownway.commissioning.returns"
    label = "returns"

    def ready(self) -> None:
        from ownway.commissioning.returns.domain.kept import PACKED, SEALED_FOR
        from ownway.foundation.keys import places

        table, column = SEALED_FOR.split(".")
        places.also(
            places.Place(
                words="returns.KeptPart, the files that came and went",
                table=table,
                column=column,
                sealed_for=SEALED_FOR,
                row="submission_id::text || '.' || number::text",
                plain=PACKED,
                at_once=20,
            )
        )
