"""What variants are asked about, and what several of them share: relations, degrees, and reasons."""
