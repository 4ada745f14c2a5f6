"""What a result is written on: tables, figures, pictures, English, and their renderers; it knows no case."""

from detente.paper.english import capital, join, sentence

__all__ = ["capital", "join", "sentence"]
