"""From documents to a case on the command line: what a reader proposes, and cards to decide on."""
