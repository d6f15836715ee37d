from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "ownway.support.payments"
    label = "payments"
