from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ownway.support.ledger"
    label = "ledger"
