"""Cases made of a case: with an alternative in place, or with options held by hand. Case -> case."""
