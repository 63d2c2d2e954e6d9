"""Nouns that make the statement instead of what stands behind them: an allergy, a failure, a refusal."""
