"""Reading a registry's characters: folding of variants and the tokenizer."""
