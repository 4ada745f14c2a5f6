"""What a mediator asks: who must move together, why not, what would bring it about, what has changed."""
