import { describe, expect, test } from 'vitest';
import { emptyBook } from '../../src/incident/incident.ts';
import { decodeIncidents, encodeIncidents } from '../../src/store/codec/codec-incidents.ts';
import { incidentsRef } from '../../src/store/names.ts';
import { incidentsPath } from '../../src/store/shared/incident-board.ts';
import { MemorySwapRefs } from '../../src/store/shared/memory-swap-refs.ts';
import type { SwapRefs } from '../../src/store/shared/swap-refs.ts';
import { green, on } from '../incident/incident-runs.ts';
import { away, incidentBoardContract, incidentBoardOn, noting } from './incident-board-contract.ts';
import { sharedRemote } from './state-fixture.ts';
import { remoteRefs, swapWorlds } from './swap-worlds.ts';

const ref = incidentsRef('production');

for (const world of swapWorlds) incidentBoardContract(world);

test('a lost answer is asked again, and finds its own', async () => {
  const refs = new MemorySwapRefs();
  let answers = 0;
  const lossy: SwapRefs = {
    list: (name) => refs.list(name),
    read: (version, path) => refs.read(version, path),
    make: (parent, edits) => refs.make(parent, edits),
    swap: async (name, from, to) => {
      const outcome = await refs.swap(name, from, to);
      return answers++ === 0 ? 'unknown' : outcome;
    },
  };
  expect((await incidentBoardOn(lossy).change('Note', noting(away)))?.incidents).toHaveLength(1);
  expect(answers).toBe(1);
});

test('the remote is asked once for each look, and pushed to only with news', async () => {
  const { bare, clone } = sharedRemote();
  const board = incidentBoardOn(await remoteRefs(clone('one')));
  await board.change('Note', noting(green('daily', on(1, '05:00'))));
  expect(bare.git('for-each-ref', 'refs/segue-incidents')).toBe('');
  await board.change('Note', noting(away));
  await board.change('Note', noting(away));
  expect(bare.git('rev-list', '--count', ref)).toBe('1');
});

describe('a stranger’s book', () => {
  const book = noting(away)(emptyBook('production'));
  const text = encodeIncidents(book);

  test('is what was written', () => {
    expect(decodeIncidents(text, 'production')).toEqual(book);
  });

  test.each<readonly [string, string, string]>([
    ['is not JSON', '{', 'SG607'],
    ['is of another environment', encodeIncidents({ ...book, environment: 'staging' }), 'SG607'],
    ['is newer', text.replace('"version": 1', '"version": 2'), 'SG606'],
    ['has no time', text.replace(away.run.finishedAt ?? '', 'yesterday'), 'SG607'],
    ['has an id that is no digest', text.replace(/"id": "[0-9a-f]+"/, '"id": "-->"'), 'SG607'],
    ['is of a kind that nobody knows', text.replace('"kind": "failure"', '"kind": "flood"'), 'SG607'],
    [
      'has too many incidents',
      JSON.stringify({ ...book, incidents: Array.from({ length: 1_001 }, () => book.incidents[0]) }),
      'SG607',
    ],
  ])('that %s is not believed', async (_, forged, code) => {
    const refs = new MemorySwapRefs();
    await refs.swap(ref, undefined, await refs.make(undefined, new Map([[incidentsPath, forged]])));
    await expect(incidentBoardOn(refs).book()).rejects.toMatchObject({ code });
    await expect(incidentBoardOn(refs).change('Note', noting(away))).rejects.toMatchObject({ code });
  });
});
