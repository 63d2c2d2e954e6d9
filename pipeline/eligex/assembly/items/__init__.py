"""The items of a record as typed views over the span groups, and what each of them names.

Names come from the vocabularies, the trained recogniser and rules; `reading.py` holds the view that all else reads.
"""
