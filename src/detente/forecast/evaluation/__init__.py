"""Learn up to a day, forecast what came after it, beside simple rivals. Case and history -> Backtest."""
