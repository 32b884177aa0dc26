import { describe, expect, test } from 'vitest';
import { type Book, emptyBook } from '../../src/incident/incident.ts';
import type { Observation } from '../../src/incident/observation.ts';
import { observe } from '../../src/incident/observe.ts';
import { incidentsRef } from '../../src/store/names.ts';
import { IncidentBoard } from '../../src/store/shared/incident-board.ts';
import type { SwapRefs } from '../../src/store/shared/swap-refs.ts';
import { failed, green, missed, on } from '../incident/incident-runs.ts';
import { countedChance } from './state-fixture.ts';
import type { SwapWorld } from './swap-worlds.ts';

export function incidentBoardOn(refs: SwapRefs, who = 'one', environment = 'production'): IncidentBoard {
  return new IncidentBoard(refs, environment, countedChance(who));
}

export function noting(...observations: readonly Observation[]): (book: Book) => Book {
  return (book) => observations.reduce(observe, book);
}

export const away = failed('daily', on(1, '05:00'), 'could not connect to server');

/** What the book of incidents does wherever its ref is. */
export function incidentBoardContract({ name, open }: SwapWorld): void {
  const ref = incidentsRef('production');

  describe(`the book of incidents in ${name}`, () => {
    test('is seen by others as it was written', async () => {
      const [mine, other] = await open();
      const written = await incidentBoardOn(mine).change('Note', noting(away, missed('daily', on(1, '07:00'))));
      expect(written?.incidents).toHaveLength(1);
      expect(await incidentBoardOn(other).book()).toEqual(written);
      expect(await incidentBoardOn(other, 'two', 'prod').book()).toEqual(emptyBook('prod'));
    });

    test('gets no version where there is no news', async () => {
      const [mine, other] = await open();
      const still = noting(green('daily', on(1, '05:00')));
      expect(await incidentBoardOn(mine).change('Note', still)).toEqual(emptyBook('production'));
      expect(await mine.list(ref)).toEqual(new Map());
      await incidentBoardOn(mine).change('Note', noting(away));
      const before = await other.list(ref);
      await incidentBoardOn(other).change('Note', noting(away, green('weekly', on(2, '05:00'))));
      expect(await mine.list(ref)).toEqual(before);
    });

    test('takes what two note at once', async () => {
      const [mine, other] = await open();
      const storm = (from: number) =>
        [0, 1, 2].map((index) => failed(`p${from + index}`, on(1, `05:0${index}`), 'could not connect to server'));
      await Promise.all([
        incidentBoardOn(mine).change('Note', noting(...storm(0))),
        incidentBoardOn(other, 'two').change('Note', noting(...storm(3))),
      ]);
      const { incidents } = await incidentBoardOn(mine).book();
      expect(incidents.map(({ members }) => Object.keys(members).sort())).toEqual([
        ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'],
      ]);
    });
  });
}
