"""What `--json` prints, as types."""
