import { DuckDBInstance } from '@duckdb/node-api';

/**
 * Opens a database, hands over `query`, and closes it whatever happens, so that the file is complete afterwards.
 * Several tasks may read one file at once; one that writes must be alone.
 * @param path a file, or `:memory:`
 * @param options DuckDB's settings, e.g. `{ access_mode: 'READ_ONLY' }`
 */
export async function withDatabase(path, options, work) {
  const instance = await DuckDBInstance.create(path, options);
  const connection = await instance.connect();
  try {
    return await work((sql, values) => query(connection, sql, values));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Rows as plain objects. Cast what counts to INTEGER or DOUBLE: DuckDB gives BIGINT as text. */
async function query(connection, sql, values) {
  const reader = await connection.runAndReadAll(sql, values);
  return reader.getRowObjectsJson();
}

/** A text as an SQL literal: `COPY … TO` and `read_parquet` take no parameters in all places. */
export function literal(text) {
  return `'${String(text).replaceAll("'", "''")}'`;
}
