select
    zip,
    city,
    state,
    county_fips,
    county_name,
    latitude,
    longitude,
    population
from read_parquet('{{ project_file('seeds/terminology/zip_code.parquet') }}')
