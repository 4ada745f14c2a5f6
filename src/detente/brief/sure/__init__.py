"""How sure the answer is, and on what it hinges. Findings -> sections and their pictures."""
