-- In which round of this build a document is built that some model has not built as it stands. A round holds as many
-- documents as print so many numbers (intermediate.build_under_way); the documents of a body are built together, since
-- rules compare its files and years, and the bodies of a source follow each other, since its files lie together.
with to_build as (
    {% for model, revisions in kept_models().items() %}
        select
            '{{ model }}' as model,
            document_id,
            document_revision
        from {{ revisions }}
        {% if not loop.last %}
            union all
        {% endif %}
    {% else %}
        select * from intermediate.document_builds
    {% endfor %}
),

documents as (
    select
        documents.document_id,
        coalesce(documents.unit_id, documents.document_id) as body,
        documents.source,
        greatest(documents.money_tokens, 1) as numbers
    from {{ ref('int_documents') }} as documents
    where
        documents.document_id in (
            select to_build.document_id
            from to_build
            anti join intermediate.document_builds using (model, document_id, document_revision)
        )
),

bodies as (
    select
        body,
        sum(sum(numbers)) over (order by min(source), body rows unbounded preceding) as numbers_so_far
    from documents
    group by body
)

-- depends_on: {{ ref('int_disclosure_revisions') }}, {{ ref('int_version_pairs') }}, {{ ref('int_check_revisions') }}
select
    documents.document_id,
    cast(coalesce(1 + bodies.numbers_so_far // (select numbers_a_round from intermediate.build_under_way), 1) as integer)
        as round_no
from documents
inner join bodies on documents.body = bodies.body
