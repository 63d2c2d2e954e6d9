"""Result files: `trials.jsonl`, the flat tables, `rejects.jsonl`, `manifest.json`."""
