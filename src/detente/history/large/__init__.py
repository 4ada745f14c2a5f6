"""Event files too large for memory: streamed into Parquet by DuckDB, and queried there. Files -> a store."""
