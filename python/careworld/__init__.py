"""careworld: people who never lived, their care recorded twice, and the key to both."""

__version__ = "0.1.0"
