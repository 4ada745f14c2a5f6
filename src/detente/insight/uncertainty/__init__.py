"""How sure, and on what it hinges: robustness, sensitivity, discovery, information. Runs -> Uncertainty."""
