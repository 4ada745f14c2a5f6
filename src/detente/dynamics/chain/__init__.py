"""One continuous-time Markov chain: generators, steps, occupancy. Game + rates -> probabilities."""
