"""The other clocks: farsighted and low-noise players, and how far all clocks agree. Case -> Agreement."""
