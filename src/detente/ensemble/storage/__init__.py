"""Chunks kept as Parquet under a digest of what made them, read back, put side by side. Piece <-> files."""
