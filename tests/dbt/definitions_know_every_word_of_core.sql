-- The words that a definition may use, kept in macros/concepts, are those that the core tables hold.
with

known as (

    {% for kind, words in {
        'unit': units(), 'specialty': specialties(), 'payer_type': payer_types()
    }.items() -%}
    {%- set outer = loop -%}
    {%- for word in words -%}
    select
        '{{ kind }}' as kind,
        {{ _quoted([word]) }} as word
    {{ 'union all' if not (outer.last and loop.last) }}
    {% endfor -%}
    {%- endfor %}
),

used as (

    select
        'unit' as kind,
        coalesce(normalized_units, source_units) as word
    from {{ ref('core__lab_result') }}
    union
    select
        'unit' as kind,
        coalesce(normalized_units, source_units) as word
    from {{ ref('core__observation') }}
    union
    select
        'specialty' as kind,
        specialty as word
    from {{ ref('core__practitioner') }}
    union
    select
        'payer_type' as kind,
        payer_type as word
    from {{ ref('core__coverage') }}

)

select used.*
from used
left join known
    on used.kind = known.kind
    and lower(used.word) = lower(known.word)
where used.word is not null
    and known.word is null
