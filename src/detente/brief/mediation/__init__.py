"""A mediator's questions: who must move together, why not, what would bring it, what has changed."""
