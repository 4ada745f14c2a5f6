"""The format told to others: its JSON Schema, and its reference page. Types and rules -> text."""
