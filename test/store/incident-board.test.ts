import { describe, expect, test } from 'vitest';
import { type Book, emptyBook } from '../../src/incident/incident.ts';
import type { Observation } from '../../src/incident/observation.ts';
import { observe } from '../../src/incident/observe.ts';
import { decodeIncidents, encodeIncidents } from '../../src/store/codec-incidents.ts';
import { IncidentBoard, incidentsPath } from '../../src/store/incident-board.ts';
import { MemorySwapRefs } from '../../src/store/memory-swap-refs.ts';
import { incidentsRef } from '../../src/store/names.ts';
import type { SwapRefs } from '../../src/store/swap-refs.ts';
import { failed, green, missed, on } from '../incident/incident-runs.ts';
import { countedChance, sharedRemote } from './state-fixture.ts';
import { remoteRefs, swapWorlds } from './swap-worlds.ts';

const ref = incidentsRef('production');

function boardOn(refs: SwapRefs, who = 'one', environment = 'production'): IncidentBoard {
  return new IncidentBoard(refs, environment, countedChance(who));
}

function noting(...observations: readonly Observation[]): (book: Book) => Book {
  return (book) => observations.reduce(observe, book);
}

const away = failed('daily', on(1, '05:00'), 'could not connect to server');

describe.each(swapWorlds)('the book of incidents in $name', ({ open }) => {
  test('is seen by others as it was written', async () => {
    const [mine, other] = await open();
    const written = await boardOn(mine).change('Note', noting(away, missed('daily', on(1, '07:00'))));
    expect(written?.incidents).toHaveLength(1);
    expect(await boardOn(other).book()).toEqual(written);
    expect(await boardOn(other, 'two', 'prod').book()).toEqual(emptyBook('prod'));
  });

  test('gets no version where there is no news', async () => {
    const [mine, other] = await open();
    expect(await boardOn(mine).change('Note', noting(green('daily', on(1, '05:00'))))).toEqual(emptyBook('production'));
    expect(await mine.list(ref)).toEqual(new Map());
    await boardOn(mine).change('Note', noting(away));
    const before = await other.list(ref);
    await boardOn(other).change('Note', noting(away, green('weekly', on(2, '05:00'))));
    expect(await mine.list(ref)).toEqual(before);
  });

  test('takes what two note at once', async () => {
    const [mine, other] = await open();
    const storm = (from: number) =>
      [0, 1, 2].map((index) => failed(`p${from + index}`, on(1, `05:0${index}`), 'could not connect to server'));
    await Promise.all([
      boardOn(mine).change('Note', noting(...storm(0))),
      boardOn(other, 'two').change('Note', noting(...storm(3))),
    ]);
    const { incidents } = await boardOn(mine).book();
    expect(incidents.map(({ members }) => Object.keys(members).sort())).toEqual([['p0', 'p1', 'p2', 'p3', 'p4', 'p5']]);
  });
});

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
  expect((await boardOn(lossy).change('Note', noting(away)))?.incidents).toHaveLength(1);
  expect(answers).toBe(1);
});

test('the remote is asked once for each look, and pushed to only with news', async () => {
  const { bare, clone } = sharedRemote();
  const board = boardOn(await remoteRefs(clone('one')));
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
    await expect(boardOn(refs).book()).rejects.toMatchObject({ code });
    await expect(boardOn(refs).change('Note', noting(away))).rejects.toMatchObject({ code });
  });
});
