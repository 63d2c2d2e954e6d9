"""brat's own grammar, on files of the project's wording; the published corpus where it lies beside the checkout."""

from pathlib import Path

import pytest
from eligex.annotations.convert import convert, load
from eligex.annotations.losses import Losses
from eligex.corpora import brat
from eligex.corpora.brat import Event, Note, Relation, Span

LCT = Path(__file__).resolve().parents[3] / "shared" / "data" / "lct"
TEXT = "No pain in left\tor right knee\nsince Monday\r\n"
ANN = (
    "T1\tNegation 0 2\tNo\n"
    "T2\tPain 3 7;11 15;25 29\tpain left knee\n"
    "T3\tWhen 30 42\tsince Monday\n"
    "T4\tSite 11 42\tleft or right knee since Monday\n"
    "E1\tSince:T3 Of:T2 \n"
    "E2\tDeny:T1 What:E1 Also2:T2\n"
    "R1\tNegates Arg1:T1 Arg2:T2\t\n"
    "*\tEquiv T2 T4\n"
    "A1\tSide T2 left\n"
    "M1\tSpeculation E1\n"
    "N1\tReference T2 SNOMED:22253000\tPain (finding)\n"
    "#1\tAnnotatorNotes T2\twhich knee?\tboth\n"
)


def test_every_kind_of_line_is_read():
    d = brat.parse(TEXT, ANN)
    assert d.spans["T2"] == Span("Pain", 3, 29, "pain left knee", ((3, 7), (11, 15), (25, 29)))
    assert d.events == {
        "E1": Event("Since", "T3", (("Of", "T2"),)),
        "E2": Event("Deny", "T1", (("What", "E1"), ("Also2", "T2"))),
    }
    assert d.relations == {"R1": Relation("Negates", (("Arg1", "T1"), ("Arg2", "T2")))}
    assert d.equivalences == [("Equiv", ("T2", "T4"))]
    assert d.attributes == {"T2": {"Side": "left"}, "E1": {"Speculation": ""}}
    assert d.notes == [
        Note("N1", "Reference", "T2", "SNOMED:22253000\tPain (finding)"),
        Note("#1", "AnnotatorNotes", "T2", "which knee?\tboth"),
    ]


def test_what_is_written_is_read_the_same():
    d = brat.parse(TEXT, ANN)
    assert brat.parse(TEXT, brat.dump(d)) == d


def test_windows_line_ends_are_no_part_of_the_words():
    assert brat.parse(TEXT, ANN.replace("\n", "\r\n")) == brat.parse(TEXT, ANN)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("T9\tPain 3 7\tpaim", "the text has 'pain' there"),
        ("T9\tPain 3 7;11\tpain", "no offsets"),
        ("T1\tPain 3 7\tpain", "stands twice"),
        ("R9\tNegates Arg1", "unpack"),
        ("#9\tAnnotatorNotes", "unpack"),
        ("A9\tSide T2 right", "two values of Side"),
        ("Q1\tSomething T1", "no such kind"),
    ],
)
def test_a_malformed_line_is_named(line, reason):
    with pytest.raises(ValueError, match=reason):
        brat.parse(TEXT, ANN + line + "\n")


def write(folder, ann, text=TEXT):
    folder.mkdir()
    (folder / "knee.txt").write_bytes(text.encode())
    (folder / "knee.ann").write_bytes(ann.encode())
    return folder


def test_a_whole_folder_is_the_same_when_written_again(tmp_path):
    given = load(write(tmp_path / "given", ANN + "A2\tnegated T2\n"), Losses())
    convert(given, tmp_path / "again", "brat", Losses(), lossy=False)
    assert load(tmp_path / "again", Losses()) == given
    assert given[0].spans[1].negated
    assert (tmp_path / "again" / "knee.txt").read_bytes() == TEXT.encode()


def test_what_points_nowhere_is_counted(tmp_path):
    ann = "T1\tNegation 0 2\tNo\nE1\tX:T9\nE2\tY:T1 Of:E1\nR1\tZ Arg1:T1 Arg2:T8\nA1\tSide T7 left\n#1\tN T6\thm\n"
    losses = Losses()
    (document,) = load(write(tmp_path / "given", ann), losses)
    assert (document.links, document.notes) == ((), ())
    assert dict(losses.counts) == {
        "event with an argument that is not there": 2,
        "relation with an argument that is not there": 1,
        "attribute of nothing": 1,
        "note on nothing": 1,
    }


def test_the_file_of_a_fault_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"knee.ann: not a brat annotation"):
        load(write(tmp_path / "given", "T1\tX 0 999\tx\n"), Losses())


def test_statements_of_no_text_are_a_fault(tmp_path):
    folder = write(tmp_path / "given", ANN)
    (folder / "constraints.csv").write_text("document,id,criterion,section,kind\nhip,I1.1,I1,inclusion,age\n")
    with pytest.raises(ValueError, match="statements of hip"):
        load(folder, Losses())


@pytest.mark.skipif(not LCT.is_dir(), reason=f"no Leaf Clinical Trials corpus in {LCT}")
def test_the_published_corpus_survives_brat_and_csv(tmp_path):
    losses = Losses()
    given = load(LCT, losses)
    assert not losses
    assert len(given) > 700
    for target in ("brat", "csv"):
        convert(given, tmp_path / target, target, Losses(), lossy=False)
        assert sorted(load(tmp_path / target, Losses()), key=lambda d: d.id) == given


@pytest.mark.skipif(not LCT.is_dir(), reason=f"no Leaf Clinical Trials corpus in {LCT}")
@pytest.mark.parametrize("target", ["docbin", "prodigy-ner", "prodigy-spans", "prodigy-relations"])
def test_of_the_published_corpus_nothing_is_lost_in_silence(tmp_path, target):
    given = load(LCT, Losses())[:150]
    losses = Losses()
    done = convert(given, tmp_path / "out.spacy", target, losses, lossy=True)
    off = losses.counts["span off the token boundaries"] + losses.counts["overlapping span"]
    assert done.spans == sum(len(d.spans) for d in given) - off
    events = losses.counts["event"] + losses.counts["event of something left out"]
    kept = [k for d in load(tmp_path / "out.spacy", Losses(), target.split("-")[0]) for k in d.links]
    assert events + sum(k.kind == "event" for k in kept) == sum(
        k.kind == "event" for d in given for k in d.links
    )
