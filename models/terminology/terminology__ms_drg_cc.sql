select
    icd_10_cm,
    level
from read_parquet('{{ project_file('seeds/terminology/ms_drg_cc.parquet') }}')
