"""What happened and what was foreseen: history, ledger, verdicts, scores. -> sections, tables, pictures."""
