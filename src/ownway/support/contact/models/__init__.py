"""Rows of first contact, a file each."""

from ownway.support.contact.models.requests import SupportRequest

__all__ = ["SupportRequest"]
