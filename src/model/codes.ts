import type { Severity } from '../diagnostic/diagnostic.ts';

/** What the loader itself can find. Rules with a `check` of their own live in `validate/rules/`. */
export interface LoaderCode {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
}

/** By meaning. `SG0xx`: the text of a file; `SG1xx`: its shape. */
export const loaderCodes = {
  syntax: { code: 'SG001', name: 'syntax', severity: 'error' },
  duplicateKey: { code: 'SG002', name: 'duplicate-key', severity: 'error' },
  fileTooLarge: { code: 'SG003', name: 'file-too-large', severity: 'error' },
  aliasBomb: { code: 'SG004', name: 'alias-bomb', severity: 'error' },
  notText: { code: 'SG005', name: 'not-one-text', severity: 'error' },
  notAMapping: { code: 'SG006', name: 'not-a-mapping', severity: 'error' },
  unknownKey: { code: 'SG101', name: 'unknown-key', severity: 'error' },
  foreignWord: { code: 'SG102', name: 'foreign-word', severity: 'error' },
  wrongType: { code: 'SG103', name: 'wrong-type', severity: 'error' },
  badId: { code: 'SG104', name: 'bad-id', severity: 'error' },
  missingKey: { code: 'SG105', name: 'missing-key', severity: 'error' },
  emptyRun: { code: 'SG106', name: 'empty-run', severity: 'error' },
  badShell: { code: 'SG107', name: 'bad-shell', severity: 'error' },
  badDuration: { code: 'SG108', name: 'bad-duration', severity: 'error' },
  outOfBounds: { code: 'SG109', name: 'out-of-bounds', severity: 'error' },
  badDate: { code: 'SG110', name: 'bad-date', severity: 'error' },
} as const satisfies Readonly<Record<string, LoaderCode>>;

export type LoaderCodeName = keyof typeof loaderCodes;
