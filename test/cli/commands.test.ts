import { describe, expect, it } from 'vitest';
import { emptyFolder, repository } from './cli-rig.ts';

const hello = 'description: d\nowner: o\ntasks:\n  greet: { run: echo hello, artifacts: none }\n';
const failing = `description: d
owner: o
tasks:
  extract: { run: echo "rows=3" >> "$SEGUE_OUTPUT" }
  load: { needs: extract, run: 'test -f mended || { echo "Permission denied" >&2; exit 3; }' }
  publish: { needs: load, run: echo published }
`;

describe('the command line', () => {
  it('leads from an empty folder to a green run', async () => {
    const place = emptyFolder();
    const outside = await place.segue('init');
    expect([outside.code, outside.stderr]).toEqual([2, expect.stringContaining('git init')]);
    place.git('init', '-q');
    const init = await place.segue('init');
    expect([init.code, init.stdout]).toEqual([0, expect.stringContaining('wrote pipelines/hello.yml')]);
    expect((await place.segue('init', '--json')).stdout).toContain('"kept": [\n    "pipelines/hello.yml"');
    place.git('add', '-A');
    place.git('commit', '-q', '-m', 'first');
    const run = await place.segue('run', 'hello', '--param', 'name=Ana');
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('publish   | Hello, Ana!');
    expect(run.stdout).toContain('✓ hello succeeded');
    expect((await place.segue('validate', '--strict')).code).toBe(0);
  });

  it('tells a failure, and runs only what it must after it was mended', async () => {
    const place = repository({ etl: failing });
    const run = await place.segue('run', 'etl');
    expect(run.code).toBe(1);
    const shape = run.stdout.replaceAll(/r-[a-z0-9]{8}/g, 'r-xxxxxxxx').replaceAll(/[\d.]+ m?s/g, '1 ms');
    expect(shape.slice(shape.indexOf('✗ etl')).replaceAll(/ +run r/g, ' run r')).toMatchInlineSnapshot(`
      "✗ etl failed in 1 ms run r-xxxxxxxx

        Started at   load, exit 3 after 1 ms
                     Permission denied
        Not run      publish (upstream load failed)
        Succeeded    extract (kept)

        segue logs r-xxxxxxxx load    the whole log
        segue retry r-xxxxxxxx        load and what waits for it, with your fix
      "
    `);
    expect((await place.segue('logs', 'load')).stdout).toBe('Permission denied\n');
    place.write('mended', '');
    const retry = await place.segue('retry', '--quiet');
    expect([retry.code, retry.stdout.includes('✓ etl succeeded')]).toEqual([0, true]);
    const status = JSON.parse((await place.segue('status', 'etl', '--json')).stdout);
    expect(status).toMatchObject({ pipeline: 'etl', state: 'success', tasks: { extract: { attempts: [{}] } } });
    expect([status.tasks.extract.attempts.length, status.tasks.load.attempts.length]).toEqual([1, 2]);
  });

  it('runs several pipelines one after the other, a failed one among them', async () => {
    const place = repository({ a: failing, b: hello });
    const run = await place.segue('run', 'a', 'pipelines/b.yml', '--json');
    expect(run.code).toBe(1);
    const events = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.at(-1)).toMatchObject({ event: 'run-finished', pipeline: 'b', state: 'success' });
    const ends = events.filter(({ event }) => event === 'run-finished').map(({ pipeline, state }) => [pipeline, state]);
    expect(ends).toEqual([
      ['a', 'failed'],
      ['b', 'success'],
    ]);
    const both = await place.segue('run', 'a', 'b');
    expect(both.stdout.trimEnd().split('\n').at(-1)).toBe('✗ 1 of 2 pipelines did not succeed: a');
    const strict = await place.segue('run', 'a', 'b', '--json', '--fail-fast');
    expect([strict.code, strict.stdout.includes('"pipeline":"b"')]).toEqual([1, false]);
  });

  it('exits with 2 on wrong use, and guesses what was meant', async () => {
    const place = repository({ hello, broken: 'tasks: { a: { rn: echo } }\n' });
    const wrong: readonly (readonly [string[], string])[] = [
      [['lst'], 'Did you mean list?'],
      [['run'], 'There are: broken, hello.'],
      [['run', 'helo'], 'Did you mean hello?'],
      [['run', 'hello', '--jobs', '0'], 'whole number from 1'],
      [['run', 'hello', 'broken'], 'rn'],
      [['status', 'r-nothere1'], 'SG709'],
      [['explain', 'SG20l'], 'Did you mean SG20'],
      [['validate', 'pipelines/helo.yml'], 'Did you mean pipelines/hello.yml?'],
    ];
    const results = await Promise.all(wrong.map(async ([args, words]) => ({ words, ...(await place.segue(...args)) })));
    for (const { words, code, stdout, stderr } of results) {
      expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(words) });
    }
  });

  it('validates all or some, in the format that is wanted', async () => {
    const place = repository({
      hello,
      broken: 'tasks: { a: { rn: echo } }\n',
      'team/loud': 'tasks: { a: { run: echo } }\n',
    });
    const [all, one, github, folder, foreign] = await Promise.all([
      place.segue('validate'),
      place.segue('validate', 'hello'),
      place.segue('validate', '--format', 'github', 'pipelines/broken.yml'),
      place.segue('validate', '--json', 'pipelines/team'),
      place.segue('validate', '.git/../pipelines/team/../hello.yml'),
    ]);
    expect([all.code, one.code, github.code, folder.code, foreign.code]).toEqual([1, 0, 1, 0, 0]);
    expect(all.stdout).toMatch(/did you mean `run`/i);
    expect(all.stdout).toContain('3 pipelines checked');
    expect(github.stdout).toMatch(/^::error file=pipelines\/broken.yml,line=1/m);
    expect(JSON.parse(folder.stdout)).toMatchObject([{ code: 'SG504', file: 'pipelines/team/loud.yml' }]);
  });

  it('shows a plan, a graph, the pipelines and the state', async () => {
    const place = repository({ etl: failing });
    const [plan, graph, list, explain, fsck] = await Promise.all([
      place.segue('run', 'etl', '--dry-run', '--only', 'extract'),
      place.segue('graph', 'etl', '--format', 'mermaid'),
      place.segue('list', '--json'),
      place.segue('explain', 'unknown-need'),
      place.segue('state', 'fsck'),
    ]);
    expect(plan.stdout).toContain('etl would run 1 task of 3');
    expect(graph.stdout).toContain('flowchart');
    expect(JSON.parse(list.stdout)).toMatchObject([{ id: 'etl', tasks: 3, errors: 0 }]);
    expect(explain.stdout).toContain('SG201: unknown-need');
    expect([fsck.code, fsck.stdout]).toEqual([0, '✓ The state is sound.\n']);
  });
});
