"""Compiled loops over states, classes and moves; arrays and scalars only, no checks and no words."""
