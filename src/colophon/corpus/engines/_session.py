"""Spark, started and stopped: what it says goes into a log, what it refuses is our error."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import traceback
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from colophon.errors import ColophonError
from colophon.extras import needed

if TYPE_CHECKING:
    from pathlib import Path

JAVA: Final = 17
"""The oldest Java that Spark runs on."""

_SETTINGS: Final = {
    "spark.app.name": "colophon scan",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_SQL: Final = {
    "spark.sql.ansi.enabled": "true",  # a sum that does not fit is an error, and not another sum
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",  # days before 1582 are as written
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
}
_PATIENCE: Final = 20
"""Seconds until a Spark that was asked to stop is ended."""


class Session:
    """A connection to a cluster, through a Spark of our own.

    Args:
        master: the address of the cluster.
        log: the file for what Spark says; it is made anew.

    Attributes:
        context: what distributes work.
        cores: how many each worker may use.
        sql: what asks of tables.

    Raises:
        ColophonError: the library or Java is not there, or the cluster does not answer.
    """

    def __init__(self, master: str, log: Path) -> None:
        self._master = master
        self._log = log
        self._gateway: Any = None
        self.context: Any = None
        self.cores = 1
        self.sql: Any = None
        needed("pyspark", extra="spark")
        _require_java()
        try:
            self._start()
        except ColophonError:
            raise
        except BaseException as error:
            self.stop()
            if isinstance(error, Exception):
                raise self._not_started(error) from None
            raise

    def _start(self) -> None:
        pyspark = needed("pyspark", extra="spark")
        logging.getLogger("py4j").addHandler(logging.NullHandler())
        settings = pyspark.SparkConf().setMaster(self._master)
        for name, value in _SETTINGS.items():
            settings.set(name, value)
        before = _handler_of_interruption()
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self._log.write_bytes(b"")
        with self._log.open("ab") as log:  # to its end: Java writes there, and so do we
            self._gateway = needed("pyspark.java_gateway").launch_gateway(
                settings, {"stdout": log, "stderr": subprocess.STDOUT}
            )
        self.context = pyspark.SparkContext(conf=settings, gateway=self._gateway)
        accumulators = self.context._accumulatorServer  # noqa: SLF001 -- it has no other way to tell
        accumulators.handle_error = self._keep_error
        if before is not None:
            signal.signal(signal.SIGINT, before)
        if self._master.startswith("local") and "PYSPARK_PYTHON" not in os.environ:
            self.context.pythonExec = sys.executable
        self.cores = int(self.context.getConf().get("spark.task.cpus", "1"))
        self.sql = needed("pyspark.sql").SparkSession(self.context)
        for name, value in _SQL.items():
            self.sql.conf.set(name, value)

    def _keep_error(self, *_connection: object) -> None:
        """Write into the log what broke in a connection, such as when Spark is stopped at work."""
        with suppress(OSError), self._log.open("a", encoding="utf-8") as log:
            traceback.print_exc(file=log)

    def stop(self) -> None:
        """Stop what was started, in whatever state it is; once more does nothing."""
        context, gateway = self.context, self._gateway
        self.context = self.sql = self._gateway = None
        with warnings.catch_warnings(), suppress(Exception):
            warnings.simplefilter("ignore")  # of a Spark that is gone already
            if context is not None:
                context.stop()
        if gateway is None:
            return
        context_type = needed("pyspark").SparkContext
        if context_type._gateway is gateway:  # noqa: SLF001 -- nothing else forgets a gateway
            context_type._gateway = context_type._jvm = None  # noqa: SLF001 -- as pyspark does itself
        with suppress(Exception):
            gateway.shutdown()
        if gateway.proc is not None:
            gateway.proc.stdin.close()  # at which it ends
            try:
                gateway.proc.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                gateway.proc.kill()
                gateway.proc.wait()

    def _not_started(self, error: Exception) -> ColophonError:
        """Return why Spark did not start, in our words where we have some."""
        log = ""
        with suppress(OSError):
            log = self._log.read_text(encoding="utf-8", errors="replace")
        if "UnsupportedClassVersionError" in log:
            return _needs_java("this one is too old")
        said = re.findall(r"(?:ERROR|Exception in thread \"main\") [\w.$]+: ([^\n]+)", log)
        return ColophonError(
            f"Spark does not start: {said[-1] if said else _reason(error)}",
            place=self._master,
            remedy=f"Check the address of the cluster; what Spark said is in {self._log}.",
        )

    def failed(self, error: Exception, shards: list[str]) -> ColophonError:
        """Return why a job failed.

        Args:
            error: as Spark raised it.
            shards: the paths of the shards by the numbers of their tasks; empty where it had none.
        """
        text = str(error)
        lost = re.search(r"Task (\d+) in stage \S+ failed", text)
        killed = "ExecutorLostFailure" in text or "Python worker exited unexpectedly" in text
        if killed:
            which = int(lost[1]) if lost else -1
            return ColophonError(
                "what counted on the cluster was killed each time, perhaps for want of memory",
                place=shards[which] if 0 <= which < len(shards) else self._master,
                remedy="Run it again: what was counted is kept. Give each worker more memory, or "
                "less at once with spark.task.cpus.",
            )
        return ColophonError(
            f"Spark ended the work: {_reason(error)}",
            place=self._master,
            remedy=f"What was counted is kept; what Spark said is in {self._log}.",
        )


def _require_java() -> None:
    """Raise unless there is a Java, where Spark looks for one."""
    home = os.environ.get("JAVA_HOME")
    java = f"{home}/bin/java" if home else "java"
    if "PYSPARK_GATEWAY_PORT" not in os.environ and shutil.which(java) is None:
        raise _needs_java(f"there is none in {home}" if home else "there is none")


def _needs_java(why: str) -> ColophonError:
    return ColophonError(
        f"Spark needs Java {JAVA} or newer, and {why}",
        place="JAVA_HOME" if os.environ.get("JAVA_HOME") else "java",
        remedy="Install a Java, and name its folder with JAVA_HOME if it is not on the path.",
    )


def _handler_of_interruption() -> Any:
    """Return what Ctrl-C does now; None where Spark will not change it."""
    if threading.current_thread() is not threading.main_thread():
        return None
    return signal.getsignal(signal.SIGINT)


def _reason(error: Exception) -> str:
    """Return the one line of an error of Spark that says what happened."""
    mismatch = re.search(r"\[PYTHON_VERSION_MISMATCH\] ([^\n]+)", str(error))
    if mismatch:
        return mismatch[1]
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line for line in lines if line.startswith("Caused by: ")]
    named = [line for line in lines if re.match(r"(: )?[\w.$]+(Error|Exception): ", line)]
    found = (causes[-1:] or named[-1:] or lines[:1] or [type(error).__name__])[0]
    return re.sub(r"^(Caused by: |: )?([\w$]+\.)+[\w$]+: ", "", found)
