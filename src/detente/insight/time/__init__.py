"""What happens by which date and what to watch. Case -> Dated, Watch."""
