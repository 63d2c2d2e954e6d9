"""A processed Doc goes through bytes, DocBin and other processes with its trial."""

from spacy.tokens import Doc, DocBin

TEXT = """Detailed Description

Participants take metformin 500 mg orally twice daily on days 1-7 of each 21-day cycle.

Inclusion Criteria:
- Age 21 to 70 years
- One of these:
  a. Platelets >= 90 x 10^9/L without transfusion
  b. Haemoglobin above 9 g/dL
- No prior chemotherapy within 5 weeks of randomisation, except for hydroxyurea
Exclusion Criteria:
- Severe pancreatic or kidney disease
- QTc > 455 ms in men
"""


def test_bytes_and_docbin(nlp):
    doc = nlp(TEXT)
    expected = doc._.trial.to_dict()
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes())._.trial.to_dict() == expected
    packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin().from_bytes(packed).get_docs(nlp.vocab)
    assert back._.trial.to_dict() == expected


def test_two_processes_give_what_one_gives(nlp):
    texts = [TEXT, "", "Exclusion Criteria:\n- HIV infection\n", TEXT.replace("21", "19")]
    one = [d._.trial.to_dict() for d in nlp.pipe(texts, n_process=1)]
    two = [d._.trial.to_dict() for d in nlp.pipe(texts, n_process=2, batch_size=2)]
    assert two == one
    assert one == [nlp(t)._.trial.to_dict() for t in texts]
