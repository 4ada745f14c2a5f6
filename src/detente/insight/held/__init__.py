"""What follows where something is held, or follows from the state: worth, policies, consequences."""
