"""What happens by which year: dated probabilities, spells, clocks, calibration. -> sections and pictures."""
