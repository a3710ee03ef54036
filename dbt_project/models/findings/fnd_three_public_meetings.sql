{{ config(materialized='ephemeral') }}
-- “三公”经费与会议费、培训费合表: 合计等于三者之和。
with {{ three_public_terms('total', ['three_public_total', 'meeting', 'training'], least_parts=2) }}

{{ close_relations('three_public_meetings', 'terms') }}
