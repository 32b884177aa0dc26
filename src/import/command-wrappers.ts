import { type Note, note } from './note.ts';
import { literalOf, type ShellToken, shellTokens } from './shell-tokens.ts';

/** One program with its arguments, as tokens. */
export interface SimpleCommand {
  readonly words: readonly ShellToken[];
  readonly hasRedirect: boolean;
  /** A redirection stands before the last word. */
  readonly hasInnerRedirect: boolean;
}

export interface TakenWrappers {
  readonly text: string;
  /** In place of `text`: what `flock -c` gave to a shell of its own. */
  readonly script?: string;
  readonly timeoutMs?: number;
  readonly lock?: string;
}

/** The words of a command that is one program, redirections aside; nothing if it is more than that. */
export function simpleCommand(text: string): SimpleCommand | undefined {
  const tokens = shellTokens(text);
  if (tokens === undefined || tokens.some(({ kind }) => kind === 'operator' || kind === 'comment')) return undefined;
  const words = tokens.filter(({ kind }) => kind === 'word');
  if (/^(?:\{|!|if|for|while|until|case)$/.test(words[0]?.text ?? '')) return undefined;
  const redirect = tokens.findIndex(({ kind }) => kind === 'redirect');
  const lastWord = tokens.findLastIndex(({ kind }) => kind === 'word');
  return { words, hasRedirect: redirect >= 0, hasInnerRedirect: redirect >= 0 && redirect < lastWord };
}

interface Peeled {
  /** Words from here on are the program's own. */
  readonly next: number;
  readonly removed: boolean;
  readonly script?: string;
  readonly timeoutMs?: number;
  readonly lock?: string;
}

type Peeler = (words: readonly ShellToken[], at: number, notes: Note[]) => Peeled | undefined;

const peelers: Readonly<Record<string, Peeler>> = {
  nice: (words, at) => ({ next: afterOptions(words, at + 1, /^-n$/), removed: false }),
  ionice: (words, at) => ({ next: afterOptions(words, at + 1, /^-[cn]$/), removed: false }),
  env: (words, at) => (words[at + 1]?.text.startsWith('-') ? undefined : { next: at + 1, removed: false }),
  chronic: (words, at, notes) => {
    notes.push(note('wrapper', '`chronic` is gone: Segue keeps all output, and shows it where a task fails.'));
    return { next: afterOptions(words, at + 1, /^$/), removed: true };
  },
  nohup: (_, at, notes) => {
    notes.push(note('wrapper', '`nohup` is gone: tasks have no terminal that could hang up.'));
    return { next: at + 1, removed: true };
  },
  'run-one': (_, at) => ({ next: at + 1, removed: true, lock: '' }),
  setsid: (words, at, notes) => {
    notes.push(note('background', '`setsid` takes the command out of its process group. Leave it away.'));
    return { next: afterOptions(words, at + 1, /^$/), removed: false };
  },
  sudo: (words, at) => ({ next: afterOptions(words, at + 1, /^-[ugpCDhrtT]$/), removed: false }),
  timeout: peelTimeout,
  flock: peelFlock,
};

/** Takes `flock`, `timeout`, `chronic` and the like off a command, also one within another; `nice` and `sudo` stay. */
export function takeWrappers(command: string, notes: Note[]): TakenWrappers {
  const simple = simpleCommand(command);
  const words = simple === undefined || simple.hasInnerRedirect ? [] : simple.words;
  const found: { timeoutMs?: number; lock?: string } = {};
  const cuts: { start: number; end: number }[] = [];
  for (let at = 0; at < words.length; ) {
    const word = literalOf(words[at]?.text ?? '') ?? '';
    const name = word.slice(word.lastIndexOf('/') + 1);
    const peeler = Object.hasOwn(peelers, name) ? peelers[name] : undefined;
    const isAssignment = /^[A-Za-z_]\w*=/.test(words[at]?.text ?? '');
    const peeled = isAssignment ? { next: at + 1, removed: false } : peeler?.(words, at, notes);
    if (peeled === undefined) break;
    if (peeled.timeoutMs !== undefined) found.timeoutMs = peeled.timeoutMs;
    if (peeled.lock !== undefined) found.lock = peeled.lock;
    if (peeled.script !== undefined) {
      const isWhole = at === 0 && !simple?.hasRedirect;
      return isWhole ? { text: peeled.script, script: peeled.script, ...found } : { text: command, ...found };
    }
    const [start, end] = [words[at]?.start, words[peeled.next]?.start];
    if (start === undefined || end === undefined) break;
    if (peeled.removed) cuts.push({ start, end });
    at = peeled.next;
  }
  return { text: cutOut(command, cuts), ...found };
}

function cutOut(text: string, cuts: readonly { start: number; end: number }[]): string {
  return cuts.toReversed().reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

function peelTimeout(words: readonly ShellToken[], at: number, notes: Note[]): Peeled | undefined {
  const next = afterOptions(words, at + 1, /^-[ks]$/);
  const match = /^(?<amount>\d{1,9}(?:\.\d{1,9})?)(?<unit>[smhd]?)$/.exec(words[next]?.text ?? '');
  if (match === null || words[next + 1] === undefined) return undefined;
  if (next > at + 1)
    notes.push(note('timeout', 'Options of `timeout` are gone: Segue sends TERM, ten seconds later KILL.'));
  const { amount = '', unit = '' } = match.groups ?? {};
  const ms = Math.ceil(Number(amount) * (unitMs[unit] ?? 1_000));
  return { next: next + 1, removed: true, ...(ms > 0 ? { timeoutMs: ms } : {}) };
}

const unitMs: Readonly<Record<string, number>> = { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function peelFlock(words: readonly ShellToken[], at: number): Peeled | undefined {
  const place = afterOptions(words, at + 1, /^-[wE]$|^--(?:timeout|wait|conflict-exit-code)$/);
  const lock = words[place]?.text;
  const next = words[place + 1];
  if (lock === undefined || /^\d+$/.test(lock) || next === undefined) return undefined;
  if (next.text !== '-c' && next.text !== '--command') return { next: place + 1, removed: true, lock };
  const script = literalOf(words[place + 2]?.text ?? '');
  if (script === undefined || script === '' || words[place + 3] !== undefined) return undefined;
  return { next: place + 2, removed: true, lock, script };
}

/** The first word from `at` on that is no option; those that match `valued` have a word of their own. */
function afterOptions(words: readonly ShellToken[], at: number, valued: RegExp): number {
  let next = at;
  while (/^-./.test(words[next]?.text ?? '')) next += valued.test(words[next]?.text ?? '') ? 2 : 1;
  return next;
}
