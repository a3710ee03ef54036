"""The kinds of error that people make in disclosures, each planted into the rows of one correct document."""

from benchmarks.planting import form_errors, narrative_errors, table_errors
from benchmarks.planting.copies import Plant

ERRORS: dict[str, Plant] = {
    plant.__name__: plant
    for plant in (
        table_errors.digit_swapped,
        table_errors.row_dropped,
        table_errors.column_shifted,
        table_errors.wrong_total,
        table_errors.summary_line_wrong,
        table_errors.unit_slip,
        table_errors.balance_broken,
        table_errors.three_public_part,
        table_errors.minus_sign,
        narrative_errors.narrative_figure,
        narrative_errors.percent_wrong,
        narrative_errors.direction_wrong,
        narrative_errors.share_wrong,
        narrative_errors.procurement_part,
        narrative_errors.stale_year,
        narrative_errors.vehicle_kind_wrong,
        form_errors.wrong_year_in_title,
        form_errors.class_renamed,
        form_errors.code_wrong,
        form_errors.name_of_other_code,
        form_errors.table_missing,
        form_errors.false_empty_note,
    )
}
