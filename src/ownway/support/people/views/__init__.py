"""Pages about people: one module a subject."""

from ownway.support.people.views.same import joinings, look, progress, question, questions, undo

__all__ = ["joinings", "look", "progress", "question", "questions", "undo"]
