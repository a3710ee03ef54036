"""A running board on an invented city: marts, a PDF, the findings store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from fpdf import FPDF

from pipelines.alert.config import AlertConfig
from pipelines.alert.notify import notify
from pipelines.orchestrate.board import board_of
from pipelines.orchestrate.places import Places
from pipelines.serve.board.app import board_app
from pipelines.serve.publish import publish
from tests.support.served import served

TOKEN = "open-sesame"
EVIL = "<script>document.title='owned'</script>"
DOCUMENT = "d" * 64
OLD_DOCUMENT = "e" * 64

_SCHEMA = Path(__file__).with_name("board_city.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class City:
    """The folders of the invented installation."""

    places: Places

    def publish(self, extra_unit: str | None = None) -> None:
        """Build and publish, optionally with one more unit."""
        build = self.places.warehouse / "build.db"
        build.unlink(missing_ok=True)
        statements = _SCHEMA.format(
            new=DOCUMENT, old=OLD_DOCUMENT, other="f" * 64, evil=EVIL.replace("'", "''")
        )
        with duckdb.connect(str(build)) as connection:
            connection.execute(statements)
            if extra_unit:
                connection.execute(
                    "INSERT INTO dim_unit SELECT * REPLACE ('unit:9' AS unit_id, ? AS unit_name) "
                    "FROM dim_unit WHERE unit_id = 'unit:1'",
                    [extra_unit],
                )
        publish(build, self.places.published)


def invented_city(folder: Path) -> City:
    """Write the PDF, publish, and let one night pass."""
    places = Places.of(raw=folder / "raw", warehouse=folder / "warehouse")
    places.raw.mkdir(parents=True)
    places.warehouse.mkdir(parents=True)
    sheet = FPDF(unit="pt", format=(400, 560))
    for _ in range(2):
        sheet.add_page()
        sheet.set_font("helvetica", size=10)
        sheet.text(100, 170, "200.00")
        sheet.text(100, 200, "250.00")
    sheet.output(str(places.raw / "sample.pdf"))
    city = City(places)
    city.publish()
    notify(places.published, places.findings, AlertConfig(), night="2024-03-05")
    return city


@contextmanager
def running_board(city: City, token: str | None = TOKEN) -> Iterator[str]:
    """The board on a port of its own; gives its address."""
    with served(board_app(board_of(city.places, token))) as address:
        yield address
