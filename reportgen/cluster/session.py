"""Opens Spark, and says what is missing where it cannot be opened."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import SurroundingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

NAME = "reportgen"
INSTALL = "Install it with: pip install 'reportgen[spark]'"
_LOGGING = Path(__file__).with_name("log4j2.properties")
STOPPED, LOOK = "the cluster stopped", "Spark's own log tells what happened in which task."
SETTINGS = {
    "spark.driver.maxResultSize": "0",
    "spark.ui.showConsoleProgress": "false",
}
"""Settings of a session of our own: results come in parts, and standard error is the user's."""


def open_session(master: str | None) -> SparkSession:
    """The session that runs already, as in a notebook; else a new one.

    Args:
        master: Spark's master; None takes the one of Spark's own settings.

    Raises:
        SurroundingsError: PySpark, PyArrow or Java is missing, or Spark does not start.
    """
    refuse_without_spark()
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only a build on a cluster needs it

    running = SparkSession.getActiveSession()
    if running is not None:
        return running
    refuse_without_java()
    refuse_without_hadoop(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_SUBMIT_OPTS", f"-Dlog4j2.configurationFile={_LOGGING.as_uri()}")
    builder = SparkSession.builder.appName(NAME)
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    hint = "Check --spark-master, and Spark's settings under SPARK_CONF_DIR."
    with spark_errors("Spark does not start", hint):
        return (builder.master(master) if master else builder).getOrCreate()


@contextmanager
def spark_errors(cause: str, hint: str) -> Iterator[None]:
    """What Spark and its Java say, as one line behind a cause.

    Raises:
        SurroundingsError: they raised something.
    """
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark", "py4j")):
            raise
        said = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise SurroundingsError(f"{cause}: {said}", hint) from error


def refuse_without_spark() -> None:
    """Stop where a package of the extra is missing.

    Raises:
        SurroundingsError: it is.
    """
    for package, called in (("pyspark", "PySpark"), ("pyarrow", "PyArrow")):
        if find_spec(package) is None:
            raise SurroundingsError(f"{called} is not installed, which a build on a cluster needs", INSTALL)


def refuse_without_java() -> None:
    """Stop where there is no Java.

    Raises:
        SurroundingsError: there is none.
    """
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and (home is None or not (Path(home) / "bin").is_dir()):
        hint = "Install Java 17 or later (on Debian: apt-get install default-jre-headless), or set JAVA_HOME."
        raise SurroundingsError("Java is not installed, on which Spark runs", hint)


HADOOP_FOLDERS = ("HADOOP_CONF_DIR", "YARN_CONF_DIR")
YARN_SETTINGS, SPARK_SURROUNDINGS = "yarn-site.xml", "spark-env.sh"


def refuse_without_hadoop(master: str | None) -> None:
    """Stop where the master is YARN and nothing says where it is: Spark would fail, or wait for it at length.

    A `spark-env.sh` among Spark's own settings may name the folder, which only Spark reads.

    Raises:
        SurroundingsError: nothing says it.
    """
    if master != "yarn" or any((folder / SPARK_SURROUNDINGS).is_file() for folder in _spark_settings()):
        return
    named = [Path(folder) for name in HADOOP_FOLDERS if (folder := os.environ.get(name))]
    if any((folder / YARN_SETTINGS).is_file() for folder in named):
        return
    cause = "no folder with a yarn-site.xml is named" if named else "nothing says where YARN is"
    hint = "Set HADOOP_CONF_DIR or YARN_CONF_DIR to the folder with your cluster's yarn-site.xml."
    raise SurroundingsError(cause, hint)


def _spark_settings() -> list[Path]:
    """Where Spark's own settings may stand."""
    home = os.environ.get("SPARK_HOME")
    folders = (os.environ.get("SPARK_CONF_DIR"), str(Path(home) / "conf") if home else None)
    return [Path(folder) for folder in folders if folder]
