from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "ownway.support.review"
    label = "review"
