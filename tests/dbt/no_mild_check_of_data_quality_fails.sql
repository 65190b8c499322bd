{{ config(severity='warn') }}

-- Severity 3 blurs an analysis, 4 and 5 are good to know: a warning, about a world like real ones too.
{{ failing_checks('severity >= 3') }}
