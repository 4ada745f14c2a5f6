"""How good forecasts were: proper scores, their intervals, calibration. Arrays of numbers -> numbers."""
