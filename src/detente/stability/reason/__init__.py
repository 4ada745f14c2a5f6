"""Why a verdict holds, found and checked move by move; shares no code with the sweeps. -> Witness."""
