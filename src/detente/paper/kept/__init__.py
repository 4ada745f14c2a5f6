"""Short forms that were made before, shown again to who asks the same."""
