"""From a number to what it stands on: a way, its reasons, the statements behind them, the passages."""
