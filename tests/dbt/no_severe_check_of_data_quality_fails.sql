{{ config(severity='error') }}

-- Severity 1 makes counts wrong, 2 loses rows or money: mend such an input layer before it is used.
{{ failing_checks('severity <= 2') }}
