"""忻州市人大常委会办公室 2023年度部门预算公开, typeset in the template it had, with its real figures."""

from dataclasses import replace
from pathlib import Path

from tests.sample_city.table_data import load_tables, load_text
from tests.typesetter.book import Book, typeset
from tests.typesetter.content import Block
from tests.typesetter.style import ONE_COLUMN_PLAIN

HERE = Path(__file__).parent / "seed"
ENTITY = "忻州市人民代表大会常务委员会办公室"
FILE_NAME = "忻州市人大常委会办公室2023年度部门预算公开.pdf"


def seed_blocks() -> list[Block]:
    """The whole disclosure: text with the tables put where they are named."""
    tables = {table.kind: table for table in load_tables(HERE / "tables.yml")}
    return [tables[block] if isinstance(block, str) else block for block in load_text(HERE / "text.yml")]


def seed_book() -> Book:
    """The seed's disclosure as PDF."""
    style = replace(ONE_COLUMN_PLAIN, name="seed", table_per_page=False)
    return typeset(seed_blocks(), style, f"{ENTITY}2023年度部门预算公开", ENTITY)
