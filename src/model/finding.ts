import type { Diagnostic, Range, Related } from '../diagnostic/diagnostic.ts';
import { type LoaderCodeName, loaderCodes } from './codes.ts';

/** Makes a diagnostic of the loader. */
export function finding(
  name: LoaderCodeName,
  range: Range,
  message: string,
  help?: string,
  related: readonly Related[] = [],
): Diagnostic {
  const { code, severity } = loaderCodes[name];
  return help === undefined
    ? { code, severity, message, range, related }
    : { code, severity, message, range, related, help };
}

/** Takes what the steps of the loader find. */
export type Report = (diagnostic: Diagnostic) => void;
