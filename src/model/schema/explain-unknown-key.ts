import { nearest } from '../../diagnostic/suggest.ts';
import type { Checked } from '../checked.ts';
import { finding } from '../finding.ts';
import type { ForeignWord } from '../foreign/foreign-word.ts';
import { foreignWord } from '../foreign/foreign-words.ts';
import { clip, routeWords } from '../route-words.ts';
import type { Route } from '../yaml/source.ts';

/** Reports a key that has no meaning where it stands: another tool's word, a misplaced one, or a typing error. */
export function explainUnknownKey(
  key: string,
  owner: Route,
  known: readonly string[],
  value: unknown,
  { kind, source, report }: Checked,
): void {
  const range = source.key([...owner, key]);
  const foreign = foreignIn(kind, owner, key);
  const shown = clip(key);
  if (foreign !== undefined) {
    const message = `\`${shown}\` is a word of ${foreign.tool} that ${placeWords(owner)} does not have`;
    report(finding('foreignWord', range, message, foreignHelp(foreign, value)));
    return;
  }
  const message = `${placeWords(owner)} has no key \`${shown}\``;
  report(
    finding('unknownKey', range, message, kind === 'pipeline' ? unknownHelp(key, owner, known) : guessHelp(key, known)),
  );
}

/** The key that was most likely meant by one that has no meaning where it stands. */
export function meantKey(
  key: string,
  owner: Route,
  known: readonly string[],
  value: unknown,
  kind: Checked['kind'],
): string | undefined {
  const foreign = foreignIn(kind, owner, key);
  return foreign === undefined ? nearest(key, known) : replacementYaml(foreign, value)?.split(':')[0];
}

function foreignIn(kind: Checked['kind'], owner: Route, key: string): ForeignWord | undefined {
  switch (kind) {
    case 'pipeline':
      return foreignWord(levelOf(owner), key);
    case 'backfill':
      return owner.length === 0 ? foreignWord('backfill', key) : undefined;
    case 'settings':
    case 'test':
      return undefined;
    default:
      return kind satisfies never;
  }
}

function placeWords(owner: Route): string {
  return owner.length === 0 ? 'this file' : routeWords(owner);
}

function replacementYaml({ yaml }: ForeignWord, value: unknown): string | undefined {
  return typeof yaml === 'function' ? yaml(value) : yaml;
}

function foreignHelp(foreign: ForeignWord, value: unknown): string {
  const { note } = foreign;
  const replacement = replacementYaml(foreign, value);
  if (replacement === undefined) return note ?? '';
  const lines = replacement.split('\n');
  const shown =
    lines.length === 1 ? `Write \`${replacement}\`.` : `Write:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  return note === undefined ? shown : `${shown}${lines.length === 1 ? ' ' : '\n'}${note}`;
}

function unknownHelp(key: string, owner: Route, known: readonly string[]): string {
  return properPlace(key, owner) ?? guessHelp(key, known);
}

function guessHelp(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  return `Known here: ${known.map((name) => `\`${name}\``).join(', ')}.`;
}

const ofTasks = ['run', 'needs', 'if', 'foreach', 'trigger-rule'];
const ofBoth = ['shell', 'retries', 'timeout', 'pool', 'continue-on-error', 'working-directory', 'artifacts'];
const ofPipelines = [
  'owner',
  'runbook',
  'catchup',
  'max-active-runs',
  'deadline',
  'params',
  'secrets',
  'lane',
  'renamed-from',
  'on',
];
const ofCrons = ['start', 'end'];

function properPlace(key: string, owner: Route): string | undefined {
  const level = levelOf(owner);
  if (level === '' && ofBoth.includes(key))
    return `\`${key}\` belongs to a task, or below \`defaults\` for all of them.`;
  if ((level === '' || level === 'defaults') && ofTasks.includes(key)) return `\`${key}\` belongs to a task.`;
  if (level === 'tasks.*' && ofPipelines.includes(key))
    return `\`${key}\` belongs to the pipeline: move it to the top level.`;
  if (level === '' && key === 'after') return `\`${key}\` belongs below \`on\`.`;
  if ((level === '' || level === 'on') && ofCrons.includes(key))
    return `\`${key}\` belongs to an entry of \`on.schedule\`.`;
  return undefined;
}

/** The kind of mapping at a route: names and indexes become `*`. */
export function levelOf(route: Route): string {
  return route.map((step, index) => (typeof step === 'number' || isName(route, index) ? '*' : step)).join('.');
}

function isName(route: Route, index: number): boolean {
  return index === 1 && ['tasks', 'params', 'pools', 'lanes', 'environments'].includes(String(route[0]));
}
