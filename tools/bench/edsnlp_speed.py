"""EDS-NLP by itself, for an environment of its own: its entry points and eligex's do not go together.

Standard input: `{"texts": [...], "terms": [...], "repeats": n}`; standard output: the best processor seconds.
"""

import json
import sys
import time

import edsnlp


def pipeline(terms):
    """Sentences, terms, the four qualifiers, dates: what it has of the same kind."""
    nlp = edsnlp.blank("eds")
    nlp.add_pipe("eds.normalizer")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.matcher", config={"terms": {"condition": terms}})
    for name in ("negation", "hypothesis", "family", "history", "dates"):
        nlp.add_pipe(f"eds.{name}")
    return nlp


def main():
    given = json.load(sys.stdin)
    nlp = pipeline(given["terms"])
    nlp(given["texts"][0])
    taken = []
    for _ in range(given["repeats"]):
        began = time.process_time()
        for text in given["texts"]:
            nlp(text)
        taken.append(time.process_time() - began)
    print(json.dumps(min(taken)))


if __name__ == "__main__":
    main()
