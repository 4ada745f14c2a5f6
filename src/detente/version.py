"""The version, by itself, so that every room can say it without importing the others."""

__all__ = ["VERSION"]

VERSION = "0.1.0"
