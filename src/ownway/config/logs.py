"""Structured logs with a request id on each line; never a body, a form, a query or a name."""

import sys
import traceback
from typing import TYPE_CHECKING, Any

import structlog
from django_structlog.middlewares import RequestMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest
    from structlog.typing import EventDict

# Faults of the machine, whose words say what to mend and quote nobody.
OF_THE_MACHINE = ("OperationalError", "InterfaceError")


def stack_without_values(logger: Any, name: str, event: "EventDict") -> "EventDict":
    """Of a fault, its kind and its stack; not its words, which may quote what somebody typed.

    A rule of the database that does not hold, for one, names the value that broke it.
    """
    told = event.pop("exc_info", None)
    if isinstance(told, tuple):
        told = told[1]
    problem = sys.exc_info()[1] if told is True else told
    said = []
    while isinstance(problem, BaseException):
        kind = type(problem)
        words = isinstance(problem, OSError) or kind.__name__ in OF_THE_MACHINE
        said += traceback.format_tb(problem.__traceback__)
        said.append(f"{kind.__module__}.{kind.__qualname__}{f': {problem}' if words else ''}\n")
        problem = problem.__cause__ or (
            None if problem.__suppress_context__ else problem.__context__
        )
    if said:
        event["exception"] = "".join(said)
    return event


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(),
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
                structlog.stdlib.ExtraAdder(allow=["reason"]),
                stack_without_values,
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "ownway": {"level": "INFO"},
        "django_structlog": {"level": "INFO"},
    },
}

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        stack_without_values,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


class RequestLog(RequestMiddleware):  # type: ignore[misc]  # the library has no types
    """A line when a request starts and when it ends; the query stays out: it may hold names."""

    @classmethod
    def bind_ip(cls, request: "HttpRequest") -> None:
        """Where from, as the slow-down takes it: no header that anybody may send is believed."""
        from ownway.foundation.access.asking import origin_of

        structlog.contextvars.bind_contextvars(ip=origin_of(request))

    @staticmethod
    def format_request(request: "HttpRequest") -> str:
        return f"{request.method} {request.path}"
