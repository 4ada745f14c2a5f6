"""What the answer stands on: evidence, claims, voices, passages, coverage, stored runs. -> sections."""
