"""Performance forms (绩效目标表) and other boxes: projects with goals and indicators, every amount printed.

A form is read from top to bottom: boxes with a label beside or above them, and lists whose header names
三级指标 and 指标值. A list may name its projects itself, page after page.
"""

from pipelines.domain.money import MoneyUnit
from pipelines.recognise.form_boxes import BoxReader
from pipelines.recognise.form_lists import ListHeader, find_header
from pipelines.recognise.form_record import FormContent, FormRecord
from pipelines.recognise.form_rows import ListReader
from pipelines.recognise.sheets import Sheet


def read_form(sheet: Sheet, unit: MoneyUnit, table_id: str) -> FormContent:
    """Amounts, projects, goals and indicators of a form or a list of forms.

    Numbers in a list of indicators are kept as facts without an amount: they are not money of the budget.
    """
    record = FormRecord(sheet, unit, table_id)
    rows, boxes = ListReader(record), BoxReader(record)
    for number, part in enumerate(sheet.parts):
        record.enter(part, is_first=number == 0)
        boxes.read_lines(part)
        rows.enter_part()
        _read_part(record, rows, boxes)
    return record.finish()


def _read_part(record: FormRecord, rows: ListReader, boxes: BoxReader) -> None:
    headers = _headers(record)
    taken = {
        k
        for position, header in headers.items()
        for k in range(position - header.rows_above, position + header.row_count)
    }
    is_first = True
    for position, row in enumerate(record.rows):
        if position in headers:
            rows.open(headers[position])
        if position in taken:
            rows.claim_rest(row)
        elif rows.columns is not None and not rows.ends(row):
            rows.read_row(row, position, is_first)
            is_first = False
        else:
            rows.open(None)
            boxes.read_row(row, position, headers)
            is_first = False
        record.row_index += 1


def _headers(record: FormRecord) -> dict[int, ListHeader]:
    """The headers of lists in the part being read, by the row they were found at."""
    found: dict[int, ListHeader] = {}
    free = 0
    for position in range(len(record.rows)):
        if position >= free and (header := find_header(record.part, record.rows, position)) is not None:
            found[position] = header
            free = position + header.row_count
    return found
