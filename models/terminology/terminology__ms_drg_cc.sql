select
    icd_10_cm,
    level
from read_parquet('seeds/terminology/ms_drg_cc.parquet')
