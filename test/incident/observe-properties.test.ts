import { expect, test } from 'vitest';
import { incidentBounds } from '../../src/incident/bounds.ts';
import { type Book, emptyBook, type LastGreen } from '../../src/incident/incident.ts';
import type { EndedRun, Observation } from '../../src/incident/observation.ts';
import { observe } from '../../src/incident/observe.ts';
import { standingOf } from '../../src/incident/standing.ts';
import fc from '../support/seeded-fast-check.ts';
import { ended, factsOf, on } from './incident-runs.ts';

const says = ['Insufficient privileges on table FX', 'could not connect to server', ''] as const;

interface Step {
  readonly pipeline: string;
  readonly hours: number;
  readonly says: (typeof says)[number] | 'green';
}

const step = fc.record<Step>({
  pipeline: fc.constantFrom('a', 'b', 'c'),
  hours: fc.integer({ min: 1, max: 40 }),
  says: fc.constantFrom(...says, 'green', 'green'),
});

/** Runs of some weeks, one after the other. */
function runsOf(steps: readonly Step[]): readonly EndedRun[] {
  let hours = 0;
  return steps.map(({ pipeline, hours: more, says: line }) => {
    hours += more;
    const at = on(1 + Math.floor(hours / 24), `${hours % 24}:00`);
    return ended({ pipeline, at, tasks: { load: line === 'green' ? 'success' : { says: line } } });
  });
}

/** What is told now is told with what the state knows by now: all that has ended until the newest that was told. */
function told(order: readonly EndedRun[], all: readonly EndedRun[]): Book {
  let now = '';
  return order.reduce((book, each) => {
    const { pipeline, finishedAt = '' } = each.run;
    if (finishedAt > now) now = finishedAt;
    const greens = all.filter(({ run }) => run.pipeline === pipeline && run.state === 'success');
    const last = greens.filter(({ run }) => (run.finishedAt ?? '') <= now).at(-1)?.run;
    const lastGreen: LastGreen | undefined = last && { run: last.run, commit: last.commit, at: last.finishedAt ?? '' };
    return observe(book, { ...each, facts: { ...each.facts, ...(lastGreen ? { lastGreen } : {}) } });
  }, emptyBook('production'));
}

/** Pipelines that something open hits. */
function broken(book: Book): readonly string[] {
  return [...new Set(book.incidents.flatMap((each) => [...standingOf(each).red.keys()]))].sort();
}

test('what is told twice changes nothing the second time', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.infiniteStream(fc.nat()), (steps, picks) => {
      const runs = runsOf(steps);
      const book = told(runs, runs);
      for (const pick of [...runs.keys()].map(() => picks.next().value ?? 0)) {
        const again = runs[pick % runs.length];
        if (again !== undefined) expect(observe(book, again)).toBe(book);
      }
    }),
  );
});

test('the incidents of a book stay within their bounds, whatever happens for how long', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 60, maxLength: 150 }), (steps) => {
      const runs = runsOf(steps);
      for (const { members, causes } of told(runs, runs).incidents) {
        expect(causes.length).toBeLessThanOrEqual(incidentBounds.causes);
        for (const { ends } of Object.values(members)) expect(ends.length).toBeLessThanOrEqual(incidentBounds.ends);
      }
    }),
    { numRuns: 40 },
  );
});

test('which pipelines are broken follows from what happened, not from the order in which it is told', () => {
  const some = fc.array(step, { minLength: 1, maxLength: 12 });
  const steadily = some.map((steps) =>
    steps.map((each) => ({ ...each, says: each.says === 'green' ? each.says : says[0] })),
  );
  fc.assert(
    fc.property(
      steadily.chain((steps) => {
        const runs = runsOf(steps);
        return fc.tuple(fc.constant(runs), fc.shuffledSubarray([...runs], { minLength: runs.length }));
      }),
      ([runs, order]) => {
        const inOrder = told(runs, runs);
        if (inOrder.incidents.some((each) => standingOf(each).openings.length >= 3)) return;
        expect(broken(told(order, runs))).toEqual(broken(inOrder));
      },
    ),
    { numRuns: 300 },
  );
});

test('a whole success of each pipeline, twice, ends all that was open, in whichever order all of it is told', () => {
  fc.assert(
    fc.property(
      fc
        .array(step, { minLength: 1, maxLength: 12 })
        .map((steps) => {
          const ends = ['a', 'b', 'c', 'a', 'b', 'c'].map((pipeline) => ({
            pipeline,
            hours: 1,
            says: 'green' as const,
          }));
          return runsOf([...steps, ...ends]);
        })
        .chain((runs) => fc.tuple(fc.constant(runs), fc.shuffledSubarray([...runs], { minLength: runs.length }))),
      ([runs, order]) => {
        expect(broken(told(order, runs))).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

/** Something that a watch sees: a deadline that passes, at some time, of a run that ends at another. */
const sight = fc.record({
  pipeline: fc.constantFrom('a', 'b', 'c'),
  deadline: fc.integer({ min: 1, max: 200 }),
  isRun: fc.boolean(),
});

test('deadlines and failures, told twice and in any order: nothing changes the second time, and two successes end all', () => {
  const at = (hours: number) => on(1 + Math.floor(hours / 24), `${hours % 24}:00`);
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 12 }),
      fc.array(sight, { maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
      (steps, sights, picks) => {
        const missed = sights.map(({ pipeline, deadline, isRun }): Observation => {
          const run = isRun ? { run: `r-${pipeline}${deadline}` } : {};
          return { kind: 'deadline-missed', pipeline, facts: factsOf(pipeline), deadline: at(deadline), ...run };
        });
        const all: Observation[] = [...runsOf(steps), ...missed];
        let book = emptyBook('production');
        while (all.length > 0) {
          const [next] = all.splice((picks.next().value ?? 0) % all.length, 1);
          if (next === undefined) break;
          book = observe(book, next);
          expect(observe(book, next)).toBe(book);
        }
        for (const hours of [600, 601]) {
          for (const pipeline of ['a', 'b', 'c'])
            book = observe(book, ended({ pipeline, at: at(hours), tasks: { load: 'success' } }));
        }
        expect(broken(book)).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});
