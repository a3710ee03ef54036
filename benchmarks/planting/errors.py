"""The kinds of error that people make in disclosures, each planted into the rows of one correct document."""

from benchmarks.planting import (
    form_errors,
    fourth_across,
    fourth_between,
    fourth_tables,
    fourth_text,
    misstatements,
    narrative_errors,
    slips,
    table_errors,
    third_form,
    third_tables,
    third_text,
)
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

"""The first set: the rules were written and mended with these in view."""

SECOND: dict[str, Plant] = {
    plant.__name__: plant
    for plant in (
        slips.row_under_other_parent,
        slips.row_twice,
        slips.rows_exchanged,
        slips.digits_transposed,
        slips.decimal_point_moved,
        slips.cell_blank,
        slips.headers_swapped,
        slips.total_of_other_table,
        slips.table_of_last_year,
        slips.summary_in_wrong_unit,
        slips.carry_over_forgotten,
        slips.code_cut_short,
        misstatements.narrative_digits_transposed,
        misstatements.subject_amount_wrong,
        misstatements.three_public_item_wrong,
        misstatements.change_sign_lost,
        misstatements.percent_point_moved,
        misstatements.vehicles_total_wrong,
        misstatements.number_of_other_table,
        misstatements.placeholder_left,
    )
}
"""The second set, written when the rules stood: its first run is reported as it came out."""

THIRD: dict[str, Plant] = {
    plant.__name__: plant
    for plant in (
        third_tables.one_digit_wrong,
        third_tables.small_difference,
        third_tables.digit_lost,
        third_tables.class_forgotten_in_total,
        third_tables.group_is_first_item,
        third_tables.group_dropped,
        third_tables.cell_in_other_unit,
        third_tables.line_shifted,
        third_tables.column_of_last_year,
        third_tables.table_of_last_year_slightly,
        third_tables.summary_class_missing,
        third_tables.summary_class_tenth,
        third_tables.summary_end_wrong,
        third_text.text_digit_wrong,
        third_text.text_three_public_digit,
        third_text.text_procurement_digit,
        third_text.text_percent_digit,
        third_text.text_change_digit,
        third_text.text_share_digit,
        third_text.text_vehicles_digit,
        third_text.text_unit_wrong,
        third_text.text_amounts_exchanged,
        third_text.text_of_last_year,
        third_text.shares_exchanged,
        *third_form.FORM,
    )
}
"""The third set: other documents, places and magnitudes, by somebody who had not read the rules."""

BESIDE: dict[str, Plant] = {plant.__name__: plant for plant in fourth_across.ACROSS}
"""Errors across documents: the body's other documents lie beside the planted one."""

FOURTH: dict[str, Plant] = {
    plant.__name__: plant
    for plant in (
        *fourth_tables.TABLES,
        *fourth_between.BETWEEN_TABLES,
        *fourth_text.TEXT,
        *fourth_across.ACROSS,
    )
}
"""The fourth set: once more by somebody who had read neither the rules nor the sets before."""

SETS = {"first": ERRORS, "second": SECOND, "third": THIRD, "fourth": FOURTH}
