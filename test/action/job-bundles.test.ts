import { describe, expect, test } from 'vitest';
import { hasArtifactService, JobBundles } from '../../src/action/job-bundles.ts';
import { UploadTurns } from '../../src/action/upload-turns.ts';
import { epoch } from '../support/builders.ts';
import { ManualClock } from '../support/manual-clock.ts';

const series = 'segue-files-production-r-test0000';

/** Uploads that end as `answer` says, and the names that were asked for. */
function uploadsThat(answer: (name: string) => string | undefined) {
  const names: string[] = [];
  const upload = async ({ name }: { readonly name: string }) => {
    names.push(name.slice(series.length));
    return answer(name);
  };
  const clock = new ManualClock(epoch);
  return { names, clock, bundles: new JobBundles({ upload }, new UploadTurns(clock), 30) };
}

describe('bundles of a job', () => {
  test('count on where other jobs of the workflow run have stopped', async () => {
    const taken = (name: string) => (/-[123]$/.test(name) ? 'an artifact with this name already exists' : undefined);
    const { names, bundles } = uploadsThat(taken);
    await bundles.put(series, '/', ['a']);
    await bundles.put(series, '/', ['b']);
    expect(names).toEqual(['-1', '-2', '-3', '-4', '-5']);
  });

  test('try a number again that was not kept', async () => {
    const answers = ['ECONNRESET', undefined];
    const { names, bundles } = uploadsThat(() => answers.shift());
    await expect(bundles.put(series, '/', ['a'])).rejects.toMatchObject({ code: 'SG655' });
    await bundles.put(series, '/', ['a']);
    expect(names).toEqual(['-1', '-1']);
  });

  test('give up on names that are all taken', async () => {
    const { names, bundles } = uploadsThat(() => 'an artifact with this name already exists');
    await expect(bundles.put(series, '/', ['a'])).rejects.toMatchObject({ message: expect.stringContaining('taken') });
    expect(names).toHaveLength(20);
  });

  test('are not more than GitHub takes of a job: what nobody needs leaves the rest to what tasks hand on', async () => {
    const { names, clock, bundles } = uploadsThat(() => undefined);
    for (let count = 0; count < 300; count += 1) await bundles.put(series, '/', ['a']);
    await expect(bundles.put(series, '/', ['a'])).rejects.toMatchObject({ code: 'SG655' });
    clock.advance(60_000);
    await bundles.put(series, '/', ['a'], { patient: true });
    expect(names).toHaveLength(301);
  });

  test('of tasks that end all the time last for six hours', async () => {
    const { names, clock, bundles } = uploadsThat(() => undefined);
    let isOver = false;
    const work = (async () => {
      while (!isOver) await bundles.put(series, '/', ['a'], { patient: true });
    })().catch((error: unknown) => error);
    for (let step = 0; step < 6 * 720; step += 1) {
      for (let turn = 0; turn < 300 && clock.nextIn === undefined; turn += 1) await Promise.resolve();
      clock.advance(5_000);
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    }
    isOver = true;
    expect(names.length).toBeGreaterThan(400);
    expect(names.length).toBeLessThan(480);
    clock.advance(150_000);
    expect(await work).toBeUndefined();
  });
});

describe('the service of artifacts', () => {
  const job = { ACTIONS_RESULTS_URL: 'https://results.example', ACTIONS_RUNTIME_TOKEN: 'x' };

  test.each([
    [true, { ...job, GITHUB_SERVER_URL: 'https://github.com' }],
    [true, { ...job, GITHUB_SERVER_URL: 'https://acme.ghe.com' }],
    [false, { ...job, GITHUB_SERVER_URL: 'https://github.acme.example' }],
    [false, { ...job, GITHUB_SERVER_URL: 'https://notgithub.com' }],
    [false, { ...job, GITHUB_SERVER_URL: 'file:///srv/git' }],
    [false, { ...job }],
    [false, { ACTIONS_RESULTS_URL: 'https://results.example', GITHUB_SERVER_URL: 'https://github.com' }],
    [false, { ACTIONS_RUNTIME_TOKEN: 'x', GITHUB_SERVER_URL: 'https://github.com' }],
  ])('is there: %s, with %j', (is, variables) => {
    expect(hasArtifactService(variables)).toBe(is);
  });
});
