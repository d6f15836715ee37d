from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "ownway.foundation.conversations"
    label = "conversations"
