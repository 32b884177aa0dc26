import { expect, test } from 'vitest';
import { encodeState } from '../../src/store/codec/codec.ts';
import { encodeDurations, encodeRunList } from '../../src/store/codec/codec-past.ts';
import { DocumentViews } from '../../src/store/documents/document-views.ts';
import { second } from '../support/builders.ts';

const owner = { environment: 'production', pipeline: 'a' };
const summary = { run: 'r-1', state: 'success', createdAt: second(1), generation: 0 } as const;
const texts: Readonly<Record<string, string>> = {
  'pipeline.json': encodeState({ version: 1, ...owner, active: [] }),
  'runs.json': encodeRunList([summary], owner),
  'durations.json': encodeDurations({ load: { recentMs: [5] } }, owner),
};

/** Views of documents that are the same in each version, and what was read for them. */
function rig(broken: ReadonlySet<string> = new Set()) {
  const read: string[] = [];
  const views = new DocumentViews({
    read: async (version, path) => {
      read.push(`${version} ${path}`);
      if (broken.has(path)) throw new Error('git was killed');
      return texts[path];
    },
  });
  return { views, read };
}

test('reads each document of a version when it is asked for, and once', async () => {
  const { views, read } = rig();
  for (const version of ['v1', 'v1', 'v2']) await views.at(version, owner);
  const view = await views.at('v2', owner);
  expect(read).toEqual(['v1 pipeline.json', 'v2 pipeline.json']);
  await Promise.all([view.runs(), view.runs(), (await views.at('v2', owner)).runs(), view.durations()]);
  expect(read.slice(2)).toEqual(['v2 runs.json', 'v2 durations.json']);
});

test('what could not be read is tried again', async () => {
  const broken = new Set(['runs.json']);
  const { views } = rig(broken);
  const view = await views.at('v1', owner);
  await expect(view.runs()).rejects.toThrow('git was killed');
  broken.clear();
  expect(await view.runs()).toEqual([summary]);
});

test('a list that cannot be believed takes nothing along that does not look at it', async () => {
  const { views } = rig();
  const view = await views.at('v1', { ...owner });
  const other = await new DocumentViews({
    read: async (_, path) => (path === 'runs.json' ? '{}' : texts[path]),
  }).at('v1', owner);
  expect(other.state).toEqual(view.state);
  expect(await other.durations()).toEqual(await view.durations());
  await expect(other.runs()).rejects.toMatchObject({ code: 'SG607' });
});
