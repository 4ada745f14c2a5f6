"""From documents to a proposed case: what a reader finds, each with its quote and locator, and a person decides."""
