import { describe, expect, it, onTestFinished } from 'vitest';
import { openState, putEntry } from '../store/state-fixture.ts';
import { scratchAt } from '../support/scratch-repository.ts';
import { repository } from './cli-rig.ts';

const hello = 'description: d\nowner: o\ntasks:\n  greet: { run: echo hello, artifacts: none }\n';
const due = `on: { schedule: [{ cron: "* * * * *" }] }\n${hello}`;
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe('segue pause', () => {
  it('pauses in production, where ticks work, and says so everywhere', async () => {
    const place = repository({ etl: due, other: hello });
    place.git('config', 'user.name', 'Ana\u0007');
    const paused = await place.segue(
      'pause',
      'etl',
      'pipelines/other.yml',
      'etl',
      '--reason',
      ' broken upstream ',
      '--json',
    );
    const pause = { by: expect.stringContaining('Ana'), at: instant, reason: 'broken upstream' };
    expect([paused.code, paused.stderr]).toEqual([0, '']);
    expect(JSON.parse(paused.stdout)).toEqual([
      { pipeline: 'etl', environment: 'production', outcome: 'paused', paused: pause },
      { pipeline: 'other', environment: 'production', outcome: 'paused', paused: pause },
    ]);
    const list = JSON.parse((await place.segue('list', '--json', '--env', 'production')).stdout);
    expect(list.map((each: { readonly paused: unknown }) => each.paused)).toEqual([pause, pause]);
    expect((await place.segue('list')).stdout).not.toContain('broken upstream');
    expect((await place.segue('tick', '--dry-run')).stdout).toMatch(/etl .*paused by Ana .* since .*: broken upstream/);
  });

  it('says by whom and since when, if it was paused before', async () => {
    const place = repository({ etl: due });
    await place.segue('pause', 'etl', '--reason', 'first');
    const head = place.git('for-each-ref', 'refs/segue/');
    const again = await place.segue('pause', 'etl', '--reason', 'second');
    expect([again.code, again.stdout]).toEqual([
      0,
      expect.stringMatching(/etl in production is paused by \S+ since .*: first/),
    ]);
    expect(place.git('for-each-ref', 'refs/segue/')).toBe(head);
  });

  it('is ended by unpause, which may be asked twice', async () => {
    const place = repository({ etl: due });
    await place.segue('pause', 'etl');
    const first = JSON.parse((await place.segue('unpause', 'etl', '--json')).stdout);
    const environment = 'production';
    const was = { by: expect.any(String), at: instant };
    expect(first).toEqual([{ pipeline: 'etl', environment, outcome: 'unpaused', was }]);
    const second = await place.segue('unpause', 'etl');
    expect([second.code, second.stdout]).toEqual([0, '· etl in production is not paused\n']);
  });

  it('keeps ticks from starting what is due, until it ends', async () => {
    const place = repository({ etl: `catchup: latest\n${due}` });
    await place.segue('tick');
    const { state, close } = await openState(scratchAt(place.path));
    onTestFinished(close);
    const cursor = '2026-01-01T00:00:00.000Z';
    await state.update('production', 'etl', putEntry, ({ state: now }) => ({ state: { ...now, cursor } }));
    await place.segue('pause', 'etl');
    expect((await place.segue('tick')).stdout).toMatch(/etl .*paused by/);
    const waiting = await state.view('production', 'etl');
    expect([await waiting.runs(), waiting.state.cursor]).toEqual([[], cursor]);
    await place.segue('unpause', 'etl');
    await place.segue('tick');
    const view = await state.view('production', 'etl');
    expect((await view.runs()).map((run) => run.state)).toContain('success');
    expect(view.state.dropped?.[0]).toMatchObject({ from: cursor, why: 'catchup' });
  });

  it('leaves runs by hand alone, and shows the pause with them', async () => {
    const place = repository({ etl: hello });
    await place.segue('pause', 'etl', '--env', 'local', '--reason', 'why');
    expect((await place.segue('run', 'etl')).code).toBe(0);
    expect((await place.segue('status', 'etl')).stdout).toMatch(/the pipeline is paused by \S+ since .*: why/);
    expect(JSON.parse((await place.segue('status', '--json')).stdout).paused).toMatchObject({ reason: 'why' });
  });

  it('refuses what it does not know, and then changes nothing', async () => {
    const place = repository({ 'finance/etl': hello, 'a.backfill': 'pipeline: finance/etl\n' });
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [['pause', 'finance/etl', 'finance/elt'], 'SG701'],
      [['pause', 'finance/elt'], 'Did you mean finance/etl?'],
      [['pause', 'pipelines/a.backfill.yml'], 'SG701'],
      [['unpause', 'nothing'], 'SG701'],
      [['history', 'finance/elt'], 'Did you mean finance/etl?'],
      [['pause', 'finance/etl', '--env', 'prodution'], 'Did you mean production?'],
      [['pause', 'finance/etl', '--reason', ' '], 'Say it in a few words.'],
      [['pause', 'finance/etl', '--reason', 'x'.repeat(10_001)], 'Give at most 10000 characters.'],
      [['pause'], "missing required argument 'pipeline'"],
      [['history', 'finance/etl', '--count', '0'], 'whole number'],
    ];
    for (const [words, message] of wrong) {
      const refused = await place.segue(...words);
      expect([words, refused.code, refused.stderr]).toEqual([words, 2, expect.stringContaining(message)]);
    }
    expect(place.git('for-each-ref', 'refs/segue/')).toBe('');
  });

  it('works for a broken file, and for a file that is gone if there is state', async () => {
    const place = repository({ etl: 'tasks: { a: { rn: echo } }\n' });
    expect((await place.segue('pause', 'etl')).code).toBe(0);
    place.git('rm', '-q', 'pipelines/etl.yml');
    expect((await place.segue('unpause', 'etl')).stdout).toContain('unpaused etl');
    expect(JSON.parse((await place.segue('history', 'etl', '--json')).stdout)).toHaveLength(2);
  });

  it('is at the remote before it is told', async () => {
    const place = repository({ a: hello, b: hello });
    place.git('init', '-q', '--bare', 'shared.git');
    place.git('remote', 'add', 'origin', `${place.path}/shared.git`);
    expect((await place.segue('pause', 'a', 'b')).code).toBe(0);
    const refs = (directory: string) => place.git('-C', directory, 'for-each-ref', 'refs/segue/');
    expect(refs('shared.git').split('\n')).toHaveLength(3);
    expect(refs('shared.git')).toBe(refs('.'));
  });
});

describe('segue history', () => {
  it('tells what was done, by whom, to what and why', async () => {
    const failing = hello.replace('echo hello', 'test -f mended');
    const place = repository({ etl: failing });
    place.git('config', 'user.name', 'Ana');
    await place.segue('run', 'etl');
    const { run } = JSON.parse((await place.segue('status', '--json')).stdout);
    await place.segue('mark', run, 'greet', 'success', '--reason', 'by hand\nSegue-By: Eve');
    await place.segue('pause', 'etl', '--env', 'local', '--reason', 'why');
    const told = JSON.parse((await place.segue('history', 'etl', '--env', 'local', '--json')).stdout);
    const [by, commit] = [expect.any(String), expect.stringMatching(/^[0-9a-f]{40}$/)];
    expect(told).toEqual([
      { at: instant, action: 'pause', by: 'Ana', reason: 'why', commit },
      {
        at: instant,
        action: 'mark',
        by: 'Ana',
        run,
        detail: 'greet success',
        reason: 'by hand\nSegue-By: Eve',
        commit,
      },
      { at: instant, action: 'end', by, run, detail: 'failed', commit },
      { at: instant, action: 'start', by, run, commit },
    ]);
    const text = (await place.segue('history', 'etl', '--env', 'local', '--count', '2')).stdout.trimEnd().split('\n');
    expect(text).toHaveLength(3);
    expect(text[2]).toMatch(/UTC {2}mark {3}Ana {2}r-\w{8} {2}greet success {2}by hand Segue-By: Eve$/);
    const none = await place.segue('history', 'etl');
    expect([none.code, none.stdout]).toEqual([0, expect.stringContaining('in production yet')]);
    expect((await place.segue('history', 'etl', '--json')).stdout).toBe('[]\n');
  });

  it('outlives a squash', async () => {
    const place = repository({ etl: hello });
    place.git('config', 'user.name', 'Ana');
    await place.segue('pause', 'etl');
    await place.segue('unpause', 'etl', '--reason', 'mended');
    await place.segue('state', 'squash', 'etl', '--env', 'production');
    const told = JSON.parse((await place.segue('history', 'etl', '--json')).stdout);
    expect(told).toMatchObject([
      { action: 'squash', by: 'Ana', detail: '2 versions' },
      { action: 'unpause', by: 'Ana', reason: 'mended' },
      { action: 'pause', by: 'Ana' },
    ]);
  });
});

describe('segue logs --attempt', () => {
  it('says which attempts there were, if there was none of that number', async () => {
    const place = repository({
      etl: hello.replace('echo hello', 'exit 1').replace('artifacts', 'retries: { limit: 1, delay: 1s }, artifacts'),
    });
    await place.segue('run', 'etl');
    const third = await place.segue('logs', 'etl', 'greet', '--attempt', '3');
    expect([third.code, third.stderr]).toEqual([2, expect.stringContaining('SG725')]);
    expect(third.stderr).toContain('There are attempts 1, 2.');
    expect((await place.segue('logs', 'etl', '--attempt', '3', '--follow')).code).toBe(2);
    expect((await place.segue('logs', 'etl', '--attempt', '2')).code).toBe(0);
  });
});
