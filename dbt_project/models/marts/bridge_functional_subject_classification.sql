-- A series on the classification of any year: join fiscal_year and functional_code, choose classification_year.
with on_years as (
    {{ on_years(ref('int_subject_years'), ref('int_functional_subjects'), 'functional_code', 'subject_name') }}
)

select
    cast(fiscal_year as smallint) as fiscal_year,
    functional_code,
    cast(classification_year as smallint) as classification_year,
    classification_code,
    classification_name,
    is_exact
from on_years
