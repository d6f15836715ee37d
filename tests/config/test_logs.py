"""What the logs say of a fault tells where it was, and nothing that somebody typed."""

import json
import logging

import structlog

from ownway.config.logs import LOGGING, stack_without_values

FORMATTER = LOGGING["formatters"]["json"]  # type: ignore[index]  # a plain dict of dicts


WORDS = "Key (email)=(ruth.calloway@example.org) already exists."


def line_of(record: logging.LogRecord) -> dict[str, str]:
    made = structlog.stdlib.ProcessorFormatter(
        processor=FORMATTER["processor"], foreign_pre_chain=FORMATTER["foreign_pre_chain"]
    )
    said: dict[str, str] = json.loads(made.format(record))
    return said


def record_of(problem: BaseException) -> logging.LogRecord:
    told = (type(problem), problem, problem.__traceback__)
    return logging.LogRecord("django.request", logging.ERROR, "x.py", 1, "Failed", None, told)


def fault(words: str, kind: type[Exception] = ValueError) -> Exception:
    try:
        try:
            raise KeyError(words)
        except KeyError as inner:
            raise kind(words) from inner
    except Exception as problem:
        return problem


def test_the_words_of_a_fault_stay_out_and_its_place_is_said() -> None:
    said = line_of(record_of(fault(WORDS)))

    assert "builtins.ValueError" in said["exception"]
    assert "builtins.KeyError" in said["exception"]
    assert "test_logs.py" in said["exception"]
    assert "calloway" not in json.dumps(said)


def test_the_words_of_the_machine_are_kept() -> None:
    said = line_of(record_of(fault("No space left on device", OSError)))

    assert "No space left on device" in said["exception"]


def test_our_own_lines_do_the_same() -> None:
    """A fault that is logged where it is caught, by name or as the one at hand."""
    process = structlog.get_config()["processors"]
    stack = next(one for one in process if one is stack_without_values)
    problem = fault(WORDS)

    by_name = stack(None, "error", {"event": "x", "exc_info": problem})
    try:
        raise problem
    except ValueError:
        at_hand = stack(None, "error", {"event": "x", "exc_info": True})

    assert "builtins.ValueError" in by_name["exception"]
    assert "builtins.ValueError" in at_hand["exception"]
    assert "calloway" not in by_name["exception"] + at_hand["exception"]
