"""Signing in and out, how one signs in, and deciding who may."""
