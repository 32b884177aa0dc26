import { expect, test } from 'vitest';
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

test.each([
  [
    'bad news',
    new Problem('SG723', 'It is not merged.', 'Merge it.'),
    '::warning title=SG723::It is not merged. Merge it.',
  ],
  ['a bug of ours', new TypeError('no such thing'), '::error::Segue has a bug: TypeError: no such thing'],
])(
  '%s in telling what is left of earlier jobs is shown, and does not reach the runs of this one',
  async (_, error, shown) => {
    let text = '';
    const log = new JobLog((more) => {
      text += more;
    }, 'word');
    const teller = openTeller({ clock: new ManualClock(epoch), log }, place, 'token');
    const workspace = {} as OpenWorkspace;
    await teller.catchUp(workspace, () => Promise.reject(error));
    expect(text).toContain(shown);
    expect(await teller.close(workspace, [])).toEqual([]);
  },
);
