"""Small records in each of the six formats, and what may befall a file."""

import random
from collections.abc import Callable

CRITERIA = (
    "Inclusion Criteria:\n* Age >= 18 years\n* ALT and AST <= 2.5 x ULN\n* ECOG 0-1\n\n"
    "Exclusion Criteria:\n1. No stroke within 6 months before enrollment\n2. Pregnant or breast-feeding\n"
)
TEMPLATES = {
    "study.json": (
        '{"protocolSection": {"identificationModule": {"nctId": "@ID", "briefTitle": "A Short Study"},\n'
        '"armsInterventionsModule": {"armGroups": [{"label": "A", "description": "Aspirin 100 mg daily"}]},\n'
        '"eligibilityModule": {"eligibilityCriteria": "@ESCAPED", "sex": "ALL"}}}\n'
    ),
    "study.xml": (
        '<?xml version="1.0" encoding="UTF-8"?>\n<clinical_study>\n<id_info><nct_id>@ID</nct_id></id_info>\n'
        "<brief_title>A Short Study</brief_title>\n<eligibility><criteria><textblock>@MARKED</textblock>"
        "</criteria>\n<minimum_age>18 Years</minimum_age></eligibility>\n</clinical_study>\n"
    ),
    "table.csv": (
        "NCT Number,Study Title,Eligibility Criteria,Sex\n"
        '@ID,A Short Study,"@CRITERIA",ALL\nNCT99990032,Another Study,"Age > 20 years",FEMALE\n'
    ),
    "lines.jsonl": (
        '{"id": "@ID", "title": "A Short Study", "eligibility": "@ESCAPED"}\n'
        '{"id": "T2", "text": "Inclusion: age over 20 years, LVEF above 50%"}\n'
    ),
    "page.txt": (
        "MedPath\n\nA Short Study\n\nPhase 2\nRecruiting\nConditions\nGraft Versus Host Disease\n"
        "Registration Number\n@ID\nRecruitment & Eligibility\nInclusion Criteria\n- Age over 18 years\n"
        "Exclusion Criteria\n- Active infection\nArm && Interventions\nGroupInterventionDescription\n"
        "Arm AAspirinAspirin 100 mg once daily for 14 days\n"
    ),
    "plain.txt": "A Short Study\n\n@CRITERIA",
}
FILLED = {
    "@ID": "NCT99990031",
    "@ESCAPED": CRITERIA.replace("\n", "\\n"),
    "@MARKED": CRITERIA.replace(">", "&gt;").replace("<", "&lt;"),
    "@CRITERIA": CRITERIA,
}


def _filled(text: str) -> str:
    for mark, value in FILLED.items():
        text = text.replace(mark, value)
    return text


RECORDS = {name: _filled(text) for name, text in TEMPLATES.items()}
HUGE = (b"A", b"9", b"1,", b"1.", b"-", b"(", b" ", b"\n", b"\t", b"a-", b"\xe2\x89\xa5", b"<", b'"', b"\\")
NESTS = ((b"[", b"]"), (b'{"a":', b"}"), (b"<a>", b"</a>"), (b"(", b")"))
ODD = (
    b"\0", b"\x1b[2J", b"\x85", b"\xff\xfe", b"\xef\xbb\xbf", b"\\ud800", b"\xed\xa0\x80", b"\r", b"&#x0;",
    b"\xe2\x80\xae",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp1252", "cp932", "utf-7")
NUMBERS = (b"1e999", b"9" * 5_000, b"-0", b"1/0", b"1.2.3.4", b"18-", b"NaN", b"\xc2\xbd", b"10^9^9")
Mutation = Callable[[bytes, random.Random], bytes]


def _cut(data: bytes, dice: random.Random) -> tuple[bytes, bytes]:
    at = dice.randrange(len(data) + 1)
    return data[:at], data[at:]


def flip(data: bytes, dice: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 8, 64))):
        found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
    return bytes(found)


def truncate(data: bytes, dice: random.Random) -> bytes:
    return _cut(data, dice)[0]


def lose(data: bytes, dice: random.Random) -> bytes:
    before, after = _cut(data, dice)
    return before + after[dice.randrange(1, 80) :]


def repeat(data: bytes, dice: random.Random) -> bytes:
    before, after = _cut(data, dice)
    return before + after[: dice.randrange(1, 40)] * dice.choice((2, 50, 400)) + after


def huge_token(data: bytes, dice: random.Random) -> bytes:
    before, after = _cut(data, dice)
    one = dice.choice(
        (b"A", b"9", b"1,", b"1.", b"-", b"(", b" ", b"\n", b"\t", b"a-", b"\xe2\x89\xa5", b"<", b'"', b"\\")
    )
    return before + one * dice.choice((300, 5_000, 20_000)) + after


def nest(data: bytes, dice: random.Random) -> bytes:
    before, after = _cut(data, dice)
    opened, closed = dice.choice(NESTS)
    depth = dice.choice((50, 1_000, 30_000))
    return before + opened * depth + closed * dice.choice((0, depth)) + after


def bomb(data: bytes, dice: random.Random) -> bytes:
    """Entities that would grow to gigabytes, or read a file."""
    rows = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    inner = dice.choice((f'<!ENTITY e0 "ha">{rows}', '<!ENTITY e9 SYSTEM "file:///etc/passwd">'))
    head, separator, rest = data.partition(b"\n")
    return head + separator + f"<!DOCTYPE x [{inner}]>".encode() + rest.replace(b"Age", b"&e9;Age")


def control(data: bytes, dice: random.Random) -> bytes:
    before, after = _cut(data, dice)
    return before + dice.choice(ODD) * dice.choice((1, 3)) + after


def recode(data: bytes, dice: random.Random) -> bytes:
    text = data.decode().replace(">=", "≥").replace("<=", "≤")
    return text.encode(dice.choice(ENCODINGS), "replace")


def numbers(data: bytes, dice: random.Random) -> bytes:
    odd = dice.choice(
        (b"1e999", b"9" * 5_000, b"-0", b"1/0", b"1.2.3.4", b"18-", b"NaN", b"\xc2\xbd", b"10^9^9")
    )
    return data.replace(dice.choice((b"18", b"2.5", b"6", b"100", b"20")), odd)


def shuffle(data: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    dice.shuffle(lines)
    return dice.choice((b"\n", b"\r\n", b"\r", b"")).join(lines)


MUTATIONS: tuple[Mutation, ...] = (
    flip, truncate, lose, repeat, huge_token, nest, bomb, control, recode, numbers, shuffle,
)  # fmt: skip


def mutants(count: int, seed: int = 6):
    """(name, bytes) of that many damaged files, one in five damaged twice; the same each time."""
    dice = random.Random(seed)
    names = sorted(RECORDS)
    for number in range(count):
        name = names[number % len(names)]
        change = MUTATIONS[number // len(names) % len(MUTATIONS)]
        try:
            data = change(RECORDS[name].encode(), dice)
            data = dice.choice(MUTATIONS)(data, dice) if data and dice.random() < 0.2 else data
        except UnicodeDecodeError:  # a second damage that needs text
            pass
        yield f"{number:04d}-{change.__name__}-{name}", data
