"""Runs the pipeline over many inputs: order kept, memory bounded, restartable.

Inputs become chunks of records, chunks become part files under `DIR/.parts`, parts are joined into the
result files at the end. A chunk's bounds depend on the input alone, so that neither the number of workers
nor an interruption changes a byte of the result.
"""
