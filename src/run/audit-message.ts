import type { AuditAction, AuditEntry, AuditRecord } from './audit.ts';
import type { Interval } from './document.ts';
import { unreachable } from './states.ts';

/** Characters of a subject, and of a value. What is longer is whole in the documents. */
const longestSubject = 200;
const longestValue = 2_000;

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** Whatever could end a line, draw over a terminal, or not survive UTF-8. */
const unsafe = /[\\\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The message of the commit: a subject for `git log --oneline`, and trailers for `readAuditMessage`. A value takes one
 * line, whatever is in it, so that nobody's name or reason can be taken for a trailer.
 */
export function auditMessage(entry: AuditEntry): string {
  const { action, by, run, interval, detail, reason } = entry;
  const trailers = [
    ['Action', action],
    ['By', by],
    ['Run', run],
    ['Interval', interval && `${interval.start}/${interval.end}`],
    ['Detail', detail],
    ['Reason', reason],
  ] as const;
  const lines = trailers.flatMap(([name, value]) =>
    value === undefined ? [] : [`Segue-${name}: ${escapeValue(value)}`],
  );
  return `${subject(entry)}\n\n${lines.join('\n')}\n`;
}

function subject({ action, run, detail }: AuditEntry): string {
  const what = run === undefined ? verb(action) : `${verb(action)} ${run}`;
  return clip(escapeValue(detail === undefined ? what : `${what}: ${detail}`), longestSubject);
}

function verb(action: AuditAction): string {
  switch (action) {
    case 'checkpoint':
      return 'Continue';
    case 'take-over':
      return 'Take over';
    case 'lost':
      return 'Lose';
    case 'start':
    case 'serve':
    case 'backfill':
    case 'resume':
    case 'retry':
    case 'end':
    case 'cancel':
    case 'tell':
    case 'mark':
    case 'begin':
    case 'drop':
    case 'adopt':
    case 'pause':
    case 'unpause':
    case 'squash':
    case 'join':
      return `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
    default:
      return unreachable(action);
  }
}

/** What a commit's message says, be it one of Segue's or not. Nothing of it is believed to be harmless. */
export function readAuditMessage(message: string): Omit<AuditRecord, 'at' | 'commit'> {
  const trailers = trailersOf(message);
  const value = (name: string) => trailers.get(name);
  const [by, run, interval] = [value('By'), runOf(value('Run')), intervalOf(value('Interval'))];
  const [action, reason] = [actionOf(trailers), value('Reason')];
  const detail =
    action === 'other'
      ? clip(escapeValue(message.trimStart().split('\n', 1)[0] ?? ''), longestSubject)
      : value('Detail');
  return {
    action,
    ...(by === undefined ? {} : { by }),
    ...(run === undefined ? {} : { run }),
    ...(interval === undefined ? {} : { interval }),
    ...(detail === undefined || detail === '' ? {} : { detail }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The trailers of the last paragraph; of two with one name the first counts. */
function trailersOf(message: string): ReadonlyMap<string, string> {
  const start = message.trimEnd().lastIndexOf('\n\n');
  const trailers = new Map<string, string>();
  if (start === -1) return trailers;
  for (const line of message.slice(start).split('\n')) {
    const [, name, value] = /^Segue-([A-Z][a-z]+): (.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !trailers.has(name)) trailers.set(name, unescapeValue(value));
  }
  return trailers;
}

function actionOf(trailers: ReadonlyMap<string, string>): AuditRecord['action'] {
  const action = trailers.get('Action');
  if (action !== undefined && /^[a-z][a-z-]{0,29}$/.test(action)) return action;
  return trailers.has('Joined') ? 'join' : 'other';
}

function runOf(value: string | undefined): string | undefined {
  return value !== undefined && /^r-[A-Za-z0-9]{1,32}$/.test(value) ? value : undefined;
}

function intervalOf(value: string | undefined): Interval | undefined {
  const [start = '', end = '', ...more] = value?.split('/') ?? [];
  return instant.test(start) && instant.test(end) && more.length === 0 ? { start, end } : undefined;
}

function escapeValue(value: string): string {
  return clip(value, longestValue).replace(unsafe, (character) =>
    character === '\\' ? '\\\\' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function unescapeValue(value: string): string {
  const plain = value.replace(/\\(\\|u([0-9a-f]{4}))/g, (_, sign: string, digits?: string) =>
    digits === undefined ? sign : String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return clip(plain, longestValue);
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
