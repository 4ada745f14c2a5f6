"""Checks of what a case rests on: its ratings, and the passages it cites. Values -> problems."""
