"""Published corpora as typed texts: what the recogniser is trained on and measured by.

The corpora themselves are not in this repository; every reader takes the folder or file they lie in.
"""

from eligex.corpora.model import AnnotatedText, Mention, digest_of, part_of

__all__ = ["AnnotatedText", "Mention", "digest_of", "part_of"]
