"""What happened, gathered: levels through time, and when a condition held. -> History, Path, spells."""
