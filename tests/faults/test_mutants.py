"""A thousand damaged files: each gives a trial or a reject with its reason, never a crash or a hang."""

import json
import time

import pytest
from eligex import configs, readers
from eligex.batch.engine import Engine, Settings
from eligex.schema.record import REASONS, Record
from eligex.verify import lines, trials
from mutants import MUTATIONS, RECORDS, mutants

COUNT = 1_000
LONGEST = 8_000  # characters for the whole pipeline
SLOWEST = 20.0  # seconds for one small file, on a busy machine


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """(name, items, seconds) of every mutant."""
    folder = tmp_path_factory.mktemp("mutants")
    found = []
    for name, data in mutants(COUNT):
        path = folder / name
        path.write_bytes(data)
        began = time.process_time()
        items = list(readers.read(path, name=name))
        found.append((name, items, time.process_time() - began))
    return found


def test_the_records_are_sound_before_they_are_damaged(tmp_path):
    formats = set()
    for name, text in RECORDS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        items = list(readers.read(tmp_path / name, name=name))
        assert items
        assert all(isinstance(item, Record) for item in items), items
        formats |= {item.format for item in items}
    assert formats == set(readers.FORMATS) - {"auto"}


def test_mutants_are_the_same_each_time():
    assert list(mutants(200)) == list(mutants(200))
    assert len({data for _, data in mutants(COUNT)}) > 0.8 * COUNT
    assert {name.split("-")[1] for name, _ in mutants(COUNT)} == {m.__name__ for m in MUTATIONS}


def test_every_file_is_accounted_for(read):
    assert len(read) == COUNT
    for name, items, seconds in read:
        assert items, name
        assert seconds < SLOWEST, name
        for item in items:
            assert item.path == name
            if isinstance(item, Record):
                assert all(0 <= s.start <= s.end <= len(item.text) for s in item.sections), name
                item.text.encode("utf-8")
            else:
                assert item.error
                assert item.reason in set(REASONS) - {"failed", "crashed", "too-slow"}, (name, item)


def test_damage_of_every_kind_is_told_and_every_kind_of_file_survives_some(read):
    reasons = {item.reason for _, items, _ in read for item in items if not isinstance(item, Record)}
    assert {"encoding", "empty", "broken", "refused"} <= reasons
    survived = {item.format for _, items, _ in read for item in items if isinstance(item, Record)}
    assert survived == set(readers.FORMATS) - {"auto"}


def test_entities_of_a_bomb_are_never_read(read):
    bombs = [items for name, items, _ in read if "-bomb-study.xml" in name]
    assert len(bombs) > 10
    for items in bombs:
        assert all(not isinstance(item, Record) or "hahaha" not in item.text for item in items)
        assert all(not isinstance(item, Record) or "root:" not in item.text for item in items)


def test_the_whole_pipeline_takes_a_sample(read):
    """One in eight of the mutants that came out as records: a trial that keeps the contract."""
    engine = Engine(Settings(configs.config_text(), "csv", SLOWEST, 1_000_000))
    items = [item for _, found, _ in read for item in found[:1]]
    records = [item for item in items if isinstance(item, Record) and len(item.text) < LONGEST]
    assert len(records) > 350
    for record in records[::8]:
        outcome = engine.outcome(record)
        assert outcome.trial, (record.path, outcome.reject)
        trial = json.loads(outcome.trial)
        assert lines.wrong("trial", trial) is None, record.path
        assert list(trials.problems(trial)) == [], record.path
