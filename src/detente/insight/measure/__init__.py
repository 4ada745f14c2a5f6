"""Measures that know no case: indices, PRIM, trees, criteria, splines. Arrays -> arrays and records."""
