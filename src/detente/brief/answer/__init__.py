"""What follows from each choice: the verdict, outcomes, moves, gains, reasons. Findings -> sections."""
