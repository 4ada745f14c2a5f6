"""The smallest joint change of judgements that turns the answer, re-solved. Case + Worlds -> Flip."""
