from django.apps import AppConfig


class WalletConfig(AppConfig):
    name = "ownway.support.wallet"
    label = "wallet"
