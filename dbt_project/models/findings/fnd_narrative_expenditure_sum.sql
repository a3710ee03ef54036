{{ config(materialized='ephemeral') }}
-- 情况说明: 支出总额 = 基本支出 + 项目支出, where one sentence states them and no other kind of expenditure.
{{ narrative_sum('narrative_expenditure_sum', 'total_expenditure', ['basic_expenditure', 'project_expenditure'],
    '支出总额 = 基本支出 + 项目支出', unless='经营支出|上缴|附属|结转|结余|预备|预留|机动|其他|还本|事业发展|专项|基金|国有资本|专户') }}
