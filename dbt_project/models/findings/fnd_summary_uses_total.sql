{{ config(materialized='ephemeral') }}
-- 收支总表支出用途（基本、项目、预留…）之和等于支出合计 (three-column summaries).
with {{ summary_class_terms(['income_expenditure_summary', 'fiscal_appropriation_summary'], 'use') }}

{{ close_relations('summary_uses_total', 'terms') }}
