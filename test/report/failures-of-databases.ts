import type { LoggedFailure } from './failures-table.ts';

export const databaseFailures: readonly LoggedFailure[] = [
  {
    name: 'a permission (psql)',
    tail: ['SET', 'psql:sql/load.sql:42: ERROR:  permission denied for table fx_rates'],
    line: 'psql:sql/load.sql:42: ERROR:  permission denied for table fx_rates',
    title: 'permission denied for table fx_rates',
    same: [['psql:sql/load.sql:57: ERROR:  permission denied for table fx_rates']],
  },
  {
    name: 'a permission on another table (psql)',
    tail: ['psql:sql/load.sql:42: ERROR:  permission denied for table users'],
    line: 'psql:sql/load.sql:42: ERROR:  permission denied for table users',
    title: 'permission denied for table users',
    same: [],
  },
  {
    name: 'a column that is missing (psql)',
    tail: [
      'ERROR:  column "country" does not exist',
      'LINE 3: select id, country from raw.users',
      '                   ^',
    ],
    line: 'ERROR:  column "country" does not exist',
    title: 'column "country" does not exist',
    same: [['2026-03-03 05:00:02.113 UTC [812] ERROR:  column "country" does not exist']],
  },
  {
    name: 'a log-in (psql)',
    tail: [
      'psql: error: connection to server at "db.acme.dev" (10.4.1.7), port 5432 failed: FATAL:  password authentication failed for user "etl"',
    ],
    line: 'psql: error: connection to server at "db.acme.dev" (10.4.1.7), port 5432 failed: FATAL:  password authentication failed for user "etl"',
    title: 'password authentication failed for user "etl"',
    same: [
      [
        'psql: error: connection to server at "db.acme.dev" (10.4.1.9), port 5432 failed: FATAL:  password authentication failed for user "etl"',
      ],
    ],
  },
  {
    name: 'a duplicate key (psql)',
    tail: [
      'ERROR:  duplicate key value violates unique constraint "users_pkey"',
      'DETAIL:  Key (id)=(20391) already exists.',
    ],
    line: 'ERROR:  duplicate key value violates unique constraint "users_pkey"',
    title: 'duplicate key value violates unique constraint "users_pkey"',
    same: [
      ['ERROR:  duplicate key value violates unique constraint "users_pkey"', 'DETAIL:  Key (id)=(77) already exists.'],
    ],
  },
  {
    name: 'a model (dbt)',
    tail: [
      '05:00:12  Completed with 1 error, 0 partial successes, and 0 warnings:',
      '05:00:12  ',
      '05:00:12    Database Error in model fx_rates (models/staging/fx_rates.sql)',
      '  permission denied for schema raw',
      '  compiled code at target/run/acme/models/staging/fx_rates.sql',
      '05:00:12  ',
      '05:00:12  Done. PASS=3 WARN=0 ERROR=1 SKIP=2 NO-OP=0 TOTAL=6',
    ],
    line: 'permission denied for schema raw',
    title: 'permission denied for schema raw',
    same: [['  permission denied for schema raw', '05:03:44  Done. PASS=4 WARN=0 ERROR=1 SKIP=2 NO-OP=0 TOTAL=7']],
  },
  {
    name: 'a test (dbt)',
    tail: [
      '05:01:09  Failure in test not_null_users_email (models/schema.yml)',
      '05:01:09    Got 17 results, configured to fail if != 0',
      '05:01:09  Done. PASS=11 WARN=0 ERROR=1 SKIP=0 NO-OP=0 TOTAL=12',
    ],
    line: '05:01:09    Got 17 results, configured to fail if != 0',
    title: 'Got 17 results, configured to fail if != 0',
    same: [['05:44:10    Got 3 results, configured to fail if != 0']],
  },
  {
    name: 'a table that is missing (DuckDB)',
    tail: [
      'Catalog Error:',
      'Table with name fx_2026 does not exist!',
      'Did you mean "fx_2025"?',
      '',
      'LINE 1: select * from fx_2026',
      '                      ^',
    ],
    line: 'Table with name fx_2026 does not exist!',
    title: 'Table with name fx_2026 does not exist!',
    same: [['Table with name fx_2027 does not exist!']],
  },
  {
    name: 'a privilege (Snowflake)',
    tail: [
      "003001 (42501): 01b2c3d4-0000-1111-2222-333344445555: SQL access control error: Insufficient privileges to operate on schema 'FX'",
    ],
    line: "003001 (42501): 01b2c3d4-0000-1111-2222-333344445555: SQL access control error: Insufficient privileges to operate on schema 'FX'",
    title: "SQL access control error: Insufficient privileges to operate on schema 'FX'",
    same: [
      [
        "003001 (42501): 01b2ffff-0000-9999-2222-3333444466ab: SQL access control error: Insufficient privileges to operate on schema 'FX'",
      ],
    ],
  },
  {
    name: 'a table of Oracle',
    tail: ['ORA-00942: table or view does not exist'],
    line: 'ORA-00942: table or view does not exist',
    title: 'ORA-00942: table or view does not exist',
    same: [],
  },
  {
    name: 'a log-in of Oracle',
    tail: ['ORA-01017: invalid username/password; logon denied'],
    line: 'ORA-01017: invalid username/password; logon denied',
    title: 'ORA-01017: invalid username/password; logon denied',
    same: [],
  },
];
