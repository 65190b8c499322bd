select
    icd_10_cm,
    description,
    is_billable,
    category,
    category_description,
    chapter,
    chapter_description,
    ccs,
    ccs_description,
    is_chronic
from read_parquet('{{ project_file('seeds/terminology/icd_10_cm.parquet') }}')
