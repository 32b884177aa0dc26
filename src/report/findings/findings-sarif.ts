import type { TextOf } from '../../diagnostic/code-frame.ts';
import type { Diagnostic, Range } from '../../diagnostic/diagnostic.ts';
import { repository } from '../../model/address.ts';
import type { Rule } from '../../validate/rule.ts';
import { createLocator, type Region } from './findings-position.ts';

/** The most results that GitHub's code scanning takes from one run; further ones are counted, not shown. */
export const mostResults = 25_000;

/**
 * Findings as SARIF 2.1.0 (OASIS), for code scanning. `rules` are all rules that could have been found; those that were are
 * listed with their help. Paths are relative to the repository's root, columns count UTF-16 units.
 */
export function renderFindingsSarif(
  diagnostics: readonly Diagnostic[],
  textOf: TextOf,
  { rules, version }: { readonly rules: readonly Rule[]; readonly version: string },
): string {
  const locate = createLocator(textOf);
  const found = new Set(diagnostics.map(({ code }) => code));
  const listed = rules.filter(({ code }) => found.has(code));
  const positions = new Map(listed.map(({ code }, position) => [code, position]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { ...driver, semanticVersion: version, rules: listed.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.slice(0, mostResults).map((diagnostic) => resultOf(diagnostic, positions, locate)),
        ...leftOut(diagnostics.length - mostResults),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const driver = { name: 'Segue', informationUri: `https://github.com/${repository}` };

function ruleOf({ code, name, severity, summary, why, fix }: Rule) {
  return {
    id: code,
    name,
    shortDescription: { text: summary },
    fullDescription: { text: why },
    help: { text: fix, markdown: `${why}\n\n${fix}` },
    helpUri: `https://github.com/${repository}/blob/main/docs/rules/${code}.md`,
    defaultConfiguration: { level: severity },
  };
}

function resultOf(
  { code, severity, message, help, range, related }: Diagnostic,
  positions: ReadonlyMap<string, number>,
  locate: (range: Range) => Region,
) {
  const position = positions.get(code);
  return {
    ruleId: code,
    ...(position === undefined ? {} : { ruleIndex: position }),
    level: severity,
    message: { text: help === undefined ? message : `${message}\n${help}` },
    locations: [locationOf(range, locate)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((each, id) => ({
            id,
            message: { text: each.message },
            ...locationOf(each.range, locate),
          })),
        }),
  };
}

function locationOf(range: Range, locate: (range: Range) => Region) {
  const { line, column, endLine, endColumn } = locate(range);
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(range.file) },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
  };
}

/** A relative address; half of a surrogate pair cannot be encoded. */
function uriOf(file: string): string {
  return file
    .replaceAll(/[\uD800-\uDFFF]/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

function leftOut(count: number) {
  if (count <= 0) return {};
  const text = `${count} more findings are not listed`;
  const notification = { level: 'warning', message: { text } };
  return { invocations: [{ executionSuccessful: true, toolExecutionNotifications: [notification] }] };
}
