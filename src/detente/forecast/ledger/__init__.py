"""What was asked, who said what and when, what came of it: an append-only, sealed file. Records -> Ledger."""
