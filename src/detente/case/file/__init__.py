"""The file as text: reading, places of values, problems and their report, edits. Text <-> values."""
