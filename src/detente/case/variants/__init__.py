"""Cases made of a case: an alternative in place, options held or moves forbidden by hand. Case -> case."""
