import { expect, test } from 'vitest';
import type { EndedRun, Observation } from '../../src/incident/observation.ts';
import { type PageContext, viewOf } from '../../src/incident/view-of.ts';
import { bookAfter } from './book-after.ts';
import { ended, failed, missed, on } from './incident-runs.ts';

const repository = 'https://github.com/acme/data';
const context: PageContext = { environment: 'production', timezone: 'UTC', repository };
const says = 'permission denied for table fx';

function view(...observations: readonly Observation[]) {
  const [incident] = bookAfter(...observations).incidents;
  return viewOf(incident ?? expect.fail('no incident'), context);
}

/** A run of which `load` fails and `check` too, of something else; the rest waits for one of them. */
function run(at: string, job?: string): EndedRun {
  const tasks = {
    load: { says },
    check: { says: 'no such table: checks' },
    publish: 'success',
    mail: 'success',
  } as const;
  const end = ended({ pipeline: 'daily', at, tasks, facts: { waiting: ['board', 'tax'] } });
  const blockedBy = (task: string) =>
    ({ state: 'upstream_failed', definition: 'd', attempts: [], reason: { kind: 'upstream', tasks: [task] } }) as const;
  const records = { ...end.run.tasks, publish: blockedBy('load'), mail: blockedBy('check') };
  return { ...end, run: { ...end.run, tasks: records }, ...(job === undefined ? {} : { job }) };
}

test('what waits is the tasks that did not run because of this cause, and the pipelines that come after; what is late comes first', () => {
  expect(view(run(on(1, '05:00'))).waiting).toEqual(['publish', 'board', 'tax']);
  const alone = failed('daily', on(1, '05:00'), says, { waiting: ['board', 'tax'] });
  expect(view(alone, missed('tax', on(1, '07:00'))).waiting).toEqual(['tax (late)', 'board']);
});

test('it leads to the checks of the newest run, and to its job, if that is one of the repository', () => {
  const commit = `${repository}/commit/${'c'.repeat(40)}`;
  const ours = `${repository}/actions/runs/5511`;
  expect(view(run(on(1, '05:00'), ours)).pipelines).toMatchObject([
    { lastCheckUrl: `${commit}/checks`, lastJobUrl: ours },
  ]);
  expect(view(run(on(1, '05:00'), 'https://evil.example/actions/runs/1')).pipelines[0]).not.toHaveProperty(
    'lastJobUrl',
  );
});

test('times are those of the pipeline where it began, if that is a timezone', () => {
  expect(view(failed('daily', on(1, '05:00'), says, { timezone: 'Asia/Kolkata' })).timezone).toBe('Asia/Kolkata');
  expect(view(failed('daily', on(1, '05:00'), says, { timezone: '--x' })).timezone).toBe('UTC');
  expect(view(failed('daily', on(1, '05:00'), says)).timezone).toBe('UTC');
});

test('what Segue says itself of a failure is quoted only where the title is too short for it', () => {
  const of = (message: string) => {
    const end = failed('daily', on(1, '05:00'), says);
    const [attempt] = end.run.tasks.load?.attempts ?? [];
    const load = {
      ...(end.run.tasks.load ?? expect.fail()),
      attempts: [{ ...(attempt ?? expect.fail()), outcome: { kind: 'artifacts' as const, message } }],
    };
    return view({ ...end, run: { ...end.run, tasks: { ...end.run.tasks, load } } }).cause;
  };
  expect(of('out.csv is missing')).toMatchObject({ title: 'artifacts: out.csv is missing' });
  expect(of('out.csv is missing')).not.toHaveProperty('line');
  const long = `the remote refused them: ${'pre-receive hook declined, '.repeat(5)}and no more`;
  expect(of(long).title.length).toBeLessThan(100);
  expect(of(long).line).toBe(`artifacts: ${long}`);
});

test('of a backfill nobody says that no commit changed anything: it was not looked at', () => {
  const facts = { lastGreen: { run: 'r-green', commit: 'a'.repeat(40), at: on(0, '05:00') } };
  const filled = ended({ pipeline: 'daily', at: on(1, '05:00'), tasks: { load: { says } }, facts, backfill: 'fix' });
  expect(view(filled)).toMatchObject({ kind: 'failure', suspects: [] });
  expect(view(filled)).not.toHaveProperty('lastGreen');
  const own = ended({ pipeline: 'daily', at: on(1, '05:00'), tasks: { load: { says } }, facts });
  expect(view(own)).toMatchObject({ suspects: 'not-checked', lastGreen: 'a'.repeat(40) });
});
