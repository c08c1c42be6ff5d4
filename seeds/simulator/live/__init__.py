"""Live traffic: the simulated city's people come in by the same doors as everybody else."""
