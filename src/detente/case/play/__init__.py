"""What can be done and wanted: options, packages, consequences, regimes, and what they come to."""
