select
    icd_10_pcs,
    description,
    ccs,
    ccs_description
from read_parquet('{{ project_file('seeds/terminology/icd_10_pcs.parquet') }}')
