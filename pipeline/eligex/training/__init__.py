"""How the shipped recogniser came to be: `python -m eligex.training`, which `make train` and `make evaluate` call.

    corpora ──lines──▶ Line ──┬──teacher (a fine-tuned sentence encoder, several epochs, slow)
                              │        │ labels lines of real records: silver
    records ──vectors──▶ floret└───────┴──student (spaCy CNN + NER, fast)──▶ models/eligex_ner

Nothing here is imported by extraction. The extra `eligex[train]` brings what it needs.
"""
