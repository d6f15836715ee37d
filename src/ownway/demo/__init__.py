"""Marlshire, the invented council: its people, its places, and the files it would send."""
