import { formatDuration } from '../../model/duration.ts';
import type { Outcome, TaskRecord } from '../../run/document.ts';
import { unreachable } from '../../run/states.ts';
import { parentOf } from '../progress/progress-state.ts';
import { reasonText } from '../run/run-words.ts';
import { clipText } from '../text/ansi-width.ts';
import { visibleText } from '../text/safe-text.ts';
import { textDigest } from '../text/text-digest.ts';
import { decisiveLine } from './decisive-line.ts';
import { leadingTime, normalisedLine } from './failure-words.ts';

/** Why a task failed, as far as its last attempt says it. Equal for attempts, runs and `foreach` instances that fail alike. */
export interface FailureCause {
  /** The task; for an instance the `foreach` task that it belongs to. */
  readonly task: string;
  /** Tells causes apart, the task included: 16 hexadecimal digits. */
  readonly fingerprint: string;
  /** The same without the task: many tasks or pipelines that fail alike share it. */
  readonly shared: string;
  /** A few words that go after `load fails: `. */
  readonly title: string;
  /** The line of the log that decided it, or what Segue says in its place; visible text of others. */
  readonly line: string;
  /** Whether `line` is from the log. */
  readonly logged: boolean;
}

interface Told {
  /** What is compared. */
  readonly words: string;
  readonly title: string;
  readonly line: string;
  readonly logged: boolean;
}

/** Columns of a cause in a title. */
const titleWidth = 90;

export function failureCause(task: string, record: TaskRecord): FailureCause {
  const { words, title, line, logged } = tell(record);
  const whole = parentOf(task) ?? task;
  return {
    task: whole,
    fingerprint: textDigest(`${whole}\n${words}`),
    shared: textDigest(words),
    title: clipText(title, titleWidth),
    line,
    logged,
  };
}

function tell(record: TaskRecord): Told {
  const last = record.attempts.at(-1);
  if (last?.outcome !== undefined) return tellOutcome(last.outcome, last.log?.tail ?? []);
  const words = record.reason === undefined ? 'failed' : reasonText(record.reason);
  return own(normalisedLine(words), words);
}

function tellOutcome(outcome: Outcome, tail: readonly string[]): Told {
  switch (outcome.kind) {
    case 'exit':
      return outcome.code === 137 ? killed('SIGKILL') : tellExit(outcome.code, tail);
    case 'signal':
      return killed(outcome.signal);
    case 'timeout':
      return own(
        'timeout',
        outcome.outlastsJob
          ? `takes longer than the ${formatDuration(outcome.afterMs)} that a job has for it (max-runtime)`
          : `runs into its timeout of ${formatDuration(outcome.afterMs)}`,
      );
    case 'spawn':
      return own(`spawn ${normalisedLine(outcome.message)}`, `could not start: ${outcome.message}`);
    case 'expression':
    case 'outputs':
    case 'artifacts':
      return own(`${outcome.kind} ${normalisedLine(outcome.message)}`, `${outcome.kind}: ${outcome.message}`);
    case 'lost':
      return own('lost', 'the process that ran it died');
    case 'success':
    case 'cancelled':
      return own(outcome.kind, outcome.kind);
    default:
      return unreachable(outcome);
  }
}

function tellExit(status: number, tail: readonly string[]): Told {
  const line = decisiveLine(tail);
  if (line === undefined) return own(`exit ${status}`, `exit ${status}, without a word`);
  return { words: normalisedLine(line), title: briefly(line), line: visibleText(line), logged: true };
}

/** A log ends anywhere when its process is killed: its last line says nothing of why. */
function killed(signal: string): Told {
  return own(
    `signal ${signal}`,
    signal === 'SIGKILL' ? 'killed, as a machine does that runs out of memory' : `ended by ${signal}`,
  );
}

function own(words: string, text: string): Told {
  const line = visibleText(text);
  return { words, title: line, line, logged: false };
}

const preamble = [
  leadingTime,
  /^(?:psql:)?[\w@.+/\\-]{1,200}\.\w{1,10}:\d+(?::\d+)?:?\s+/,
  /^[^\s:]{1,200}: line \d+: /,
  /^(?:\[?(?:error|fatal|critical|err!?)\]?)(?:\s*:\s*|\s+)/i,
];

/** The line without times, places and levels at its start; of one that is too long the end, if that is a whole sentence. */
function briefly(line: string): string {
  const text = withoutPreamble(visibleText(line));
  if (text.length <= titleWidth) return text;
  const clauses = text.split(/: +/);
  const ends = [1, 2, 3, 4].map((from) => withoutPreamble(clauses.slice(from).join(': ')));
  return ends.find((end) => end.length >= shortest && end.length <= titleWidth && isWhole(end)) ?? text;
}

const shortest = 12;

function withoutPreamble(text: string): string {
  return preamble.reduce((rest, pattern) => {
    const shorter = rest.replace(pattern, '');
    return shorter.length >= shortest ? shorter : rest;
  }, text);
}

function isWhole(text: string): boolean {
  return text.split('(').length === text.split(')').length && text.split('"').length % 2 === 1;
}
