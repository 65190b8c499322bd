select
    icd_10_pcs,
    description,
    ccs,
    ccs_description
from read_parquet('seeds/terminology/icd_10_pcs.parquet')
