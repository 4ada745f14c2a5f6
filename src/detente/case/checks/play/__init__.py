"""Checks of packages, consequences, regimes and turns."""
