"""Errors that a user can act on: shown as one sentence, without a traceback."""


class CareworldError(Exception):
    """What is wrong, what would be right, and where to fix it."""
