import { type Note, note } from './note.ts';

/** What decides whether jobs belong together. */
export interface RelatedJob {
  readonly id: string;
  readonly line: number;
  readonly cron?: string;
  readonly timezone: string;
  readonly lock?: string;
  /** Folders that its command names, the working directory among them. */
  readonly folders: readonly string[];
}

const mostMinutes = 120;

/** For each job, what it seems to have to do with others: a lock that they share, or a time shortly after another's. */
export function relatedNotes(jobs: readonly RelatedJob[]): readonly (readonly Note[])[] {
  return jobs.map((job, index) => {
    const others = jobs.filter((_, other) => other !== index);
    return [...lockNotes(job, others), ...chainNotes(job, others)];
  });
}

function lockNotes({ lock }: RelatedJob, others: readonly RelatedJob[]): readonly Note[] {
  if (lock === undefined) return [];
  const sharing = lock === '' ? [] : others.filter((each) => each.lock === lock);
  const alone = 'The lock is now `max-active-runs: 1`: what falls due meanwhile is not dropped, `catchup` decides.';
  if (sharing.length === 0) return [note('lock', alone)];
  const lines = sharing.map(({ line }) => line).join(', ');
  const pool = 'put them into a `pool` of one slot with `scope: repository`.';
  return [note('lock', `${alone} Line ${lines} had the same lock: if they must not run at once, ${pool}`)];
}

function chainNotes(job: RelatedJob, others: readonly RelatedJob[]): readonly Note[] {
  const time = timeOf(job);
  if (time === undefined) return [];
  const earlier = others
    .filter((other) => other.timezone === job.timezone && other.folders.some((folder) => job.folders.includes(folder)))
    .flatMap((other) => {
      const before = timeOf(other);
      if (before === undefined || before.days !== time.days) return [];
      const gap = time.minute - before.minute;
      return gap > 0 && gap <= mostMinutes ? [{ other, gap }] : [];
    })
    .sort((a, b) => a.gap - b.gap)[0];
  if (earlier === undefined) return [];
  const { other, gap } = earlier;
  const text = `It comes ${gap} minutes after line ${other.line} and works in the same folder. If it needs its result, make both tasks of one pipeline with \`needs\`, or write \`on: { after: [${other.id}] }\`.`;
  return [note('together', text)];
}

function timeOf({ cron }: RelatedJob): { readonly minute: number; readonly days: string } | undefined {
  const match = /^(?<minute>\d+) (?<hour>\d+) (?<days>.+)$/.exec(cron ?? '')?.groups;
  if (match === undefined) return undefined;
  return { minute: Number(match.hour) * 60 + Number(match.minute), days: match.days ?? '' };
}

/** The folders of paths that a command names, those of the system aside. */
export function foldersOf(run: string, workingDirectory: string | undefined): readonly string[] {
  const paths = [...run.matchAll(/(?<=^|[\s=;&|(])(?:cd +)?(?<path>(?:~?\/|\.{0,2}\/|[\w-]+\/)[\w./-]*)/g)];
  const folders = paths.flatMap(({ groups, 0: whole }) => {
    const path = groups?.path ?? '';
    return whole.startsWith('cd') ? path.replace(/\/$/, '') : path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  });
  const own = folders.filter(
    (folder) => folder !== '' && !/^\/(?:(?:usr\/(?:local\/)?)?s?bin|tmp|dev|etc|var\/log)$/.test(folder),
  );
  return workingDirectory === undefined ? own : [...own, `in ${workingDirectory}`];
}
