"""Plain text: the content unchanged, no fields; the pipeline finds its headings.

Line ends are never translated; a byte order mark is no content. `Record.sha256` is that of the file.
"""

import re
from collections.abc import Iterator
from typing import Optional, Union

from eligex.readers import medpath
from eligex.readers.compose import NCT, Study, too_long
from eligex.readers.source import Source, Unreadable, decode
from eligex.schema.record import Record, Reject

_TITLE_CHARS = 250
_BULLET = re.compile(r"[-*•·‣–—>]|\(?\d{1,3}[.)]|\(?[a-z][.)]\s", re.IGNORECASE)
_GENERIC = re.compile(
    r"(?:study |trial |clinical trial )?(?:title|overview|(?:brief |detailed )?(?:description|summary)|"
    r"eligibility|(?:eligibility |(?:key |main )?(?:inclusion|exclusion) )?criteria|inclusion|exclusion|"
    r"medpath|recruitment & eligibility|protocol|synopsis|abstract|introduction|background)",
    re.IGNORECASE,
)


def read(source: Source, format: str = "text") -> Iterator[Union[Record, Reject]]:
    text = decode(source.data())
    if not text.strip():
        raise Unreadable("empty file; nothing to read", "empty")
    study = Study(plain=text)
    yield record_of(source, study, index=0, format=format, sha256=source.digest(), place="the text")


def record_of(
    source: Source, study: Study, *, index: int, format: str, sha256: str, place: str
) -> Union[Record, Reject]:
    """The record of a study whose `plain` text is all there is; a MedPath page gets its sections.

    The id is the study's, else an NCT number of the file's name or the only one of the text, else the
    file's stem (in a file of many records: none).
    """
    text = study.plain or ""
    whole_file = format in ("text", "medpath")
    if len(text) > source.max_chars:
        return source.reject(
            too_long(len(text), source.max_chars, place), study.trial_id or place, "too-large"
        )
    paged = format == "medpath" or (format != "text" and medpath.is_page(text))
    page = medpath.parse(text) if paged else medpath.Page()
    trial_id = study.trial_id or page.trial_id or (_named(source.stem) if whole_file else None)
    trial_id = trial_id or _only(text) or (source.stem if whole_file else None)
    title = study.title or page.title or first_title(text)
    return Record(source.name, index, format, sha256, text, trial_id, title, page.sections)


def first_title(text: str) -> Optional[str]:
    """The first line that is not blank, if a title by its looks: short, no bullet, heading or sentence."""
    line = next((stripped for line in text.splitlines() if (stripped := line.strip(" \t\r\n#*_"))), "")
    if not line or len(line) > _TITLE_CHARS or line.endswith((".", ":", ";", ",")):
        return None
    return None if _BULLET.match(line) or _GENERIC.fullmatch(line) else line


def _named(name: str) -> Optional[str]:
    found = NCT.search(name)
    return found.group().upper() if found else None


def _only(text: str) -> Optional[str]:
    found = {match.group().upper() for match in NCT.finditer(text)}
    return found.pop() if len(found) == 1 else None
