import { expect, test } from 'vitest';
import { annotateFailure } from '../../src/action/annotate-failure.ts';
import { JobLog } from '../../src/action/job-log.ts';
import { openTeller } from '../../src/action/teller.ts';
import { Problem } from '../../src/diagnostic/problem.ts';
import type { OpenWorkspace } from '../../src/workspace/open-workspace.ts';
import { epoch } from '../support/builders.ts';
import { ManualClock } from '../support/manual-clock.ts';

const place = {
  checkout: '/work',
  home: { folder: '/scratch/home.git', url: 'https://github.example/acme/data.git' },
  repository: 'acme/data',
  page: 'https://github.example/acme/data',
  apiUrl: 'https://api.github.example',
} as const;

const failures = [
  ['bad news', new Problem('SG723', 'It is not merged.', 'Merge it.')],
  ['a bug of ours', new TypeError('no such thing')],
] as const;

test.each(failures)(
  '%s in telling what is left of earlier jobs is given, and does not reach the runs of this one',
  async (_, error) => {
    const log = new JobLog(() => {}, 'word');
    const teller = openTeller({ clock: new ManualClock(epoch), log }, place, 'token');
    const workspace = {} as OpenWorkspace;
    expect(await teller.catchUp(workspace, () => Promise.reject(error))).toBe(error);
    expect(await teller.close(workspace, [])).toEqual([]);
  },
);

test.each([
  [...failures[0], '::warning title=SG723::It is not merged. Merge it.\n'],
  [...failures[1], '::error::Segue has a bug: TypeError: no such thing'],
])('%s is shown as what it is', (_, error, shown) => {
  let text = '';
  const log = new JobLog((more) => {
    text += more;
  }, 'word');
  annotateFailure(log, 'warning', error);
  expect(text).toMatch(new RegExp(`^${shown}`));
});
