"""How situations, conditions, actors and judgements are called. Case, levels and conditions -> phrases."""
