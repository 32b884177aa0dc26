import type { Diagnostic } from './diagnostic.ts';

/** A value with what was found on the way; `ok: false` if there were errors that leave no value. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };
