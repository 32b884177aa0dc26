import { commentMutations } from './comment-mutations.ts';
import type { Concern } from './concerns.ts';
import type { Patch } from './hooks.ts';
import { widerMutations } from './wider-mutations.ts';

/** A bug that is put into Segue on purpose: a swarm that does not find it is blind to its like. */
export interface Mutation {
  readonly name: string;
  /** What must go wrong because of it. */
  readonly why: string;
  readonly patches: readonly Patch[];
  /** It only shows when the world should have come to rest, which takes a while. */
  readonly isSlow?: true;
  /** A seed that is known to find it soon: where a quick look begins. */
  readonly soon: number;
  /** What the worlds hold in which it is looked for; the plain ones if it is not said. */
  readonly with?: readonly Concern[];
}

export const mutations: readonly Mutation[] = [
  {
    name: 'a claim is not decided again on what is stored',
    why: 'two who look at the same time both serve an interval',
    soon: 2,
    patches: [
      {
        file: 'src/workspace/tick/claim-start.ts',
        find: "if (step?.kind !== 'start' || !isSameStart(step.start, start)) return { result: false };",
        replace:
          "if (step?.kind !== 'start') return { result: true, change: { state: { ...state, active: [...state.active, entry] }, runs: [document] } };",
      },
    ],
  },
  {
    name: 'a claim does not wait for the remote',
    why: 'a task starts before anybody else can see the claim',
    soon: 2,
    patches: [
      {
        file: 'src/workspace/tick/claim-start.ts',
        find: "{ push: 'now' },",
        replace: '{},',
      },
    ],
  },
  {
    name: 'a push wins without comparing',
    why: 'what somebody else has stored meanwhile is lost',
    soon: 3,
    patches: [
      {
        file: 'src/store/documents/remote-documents.ts',
        find: "const push = (version: Version) => this.#queue.push(ref, 'claim', async () => ({ ref, version }));",
        replace:
          "const push = (version: Version) => this.#queue.push(ref, 'claim', async () => ({ ref, version, replaces: (await this.#remote.fetch([ref]), (await this.#local.head(trackingRef(ref))) ?? ('none' as const)) }));",
      },
    ],
  },
  {
    name: 'a claim goes without its lease',
    why: 'others take a run for lost that has only begun',
    soon: 12,
    patches: [
      {
        file: 'src/store/shared/escorted-lease.ts',
        find: "if (base === undefined) return this.#go(first, 'before');",
        replace: 'if (base === undefined) return this.#go(first);',
      },
    ],
  },
  {
    name: 'a resume runs successes again',
    why: 'a success that is stored is final',
    soon: 2,
    patches: [
      {
        file: 'src/run/restore.ts',
        find: 'return isFinal(record.state) && record.state !==',
        replace: "return record.state !== 'success' && isFinal(record.state) && record.state !==",
      },
    ],
  },
  {
    name: 'a holder takes its time to die',
    why: 'its tasks still run when somebody else goes on with them',
    soon: 2,
    with: ['islands'],
    patches: [
      {
        file: 'src/run/leases.ts',
        find: 'endMs: leaseMs - Math.min(endingMs, leaseMs * 0.4),\n    killMs: leaseMs - Math.min(killingMs, leaseMs * 0.2),',
        replace: 'endMs: leaseMs * 20,\n    killMs: leaseMs * 20,',
      },
    ],
  },
  {
    name: 'an observer is impatient',
    why: 'it goes on with a run whose holder lives',
    soon: 10,
    patches: [
      {
        file: 'src/run/leases.ts',
        find: 'deadMs: leaseMs * 1.05 + 1_000,',
        replace: 'deadMs: leaseMs * 0.1,',
      },
    ],
  },
  {
    name: 'the dead are never taken over',
    why: 'a run whose holder died stays as it is for ever',
    soon: 2,
    isSlow: true,
    patches: [
      {
        file: 'src/tick/next-step.ts',
        find: "holders[run] === 'dead' && ",
        replace: "holders[run] === 'dead' && resumesAt !== undefined && ",
      },
    ],
  },
  {
    name: 'what could not be told is forgotten',
    why: 'a run that has ended is never shown',
    soon: 3,
    isSlow: true,
    patches: [
      {
        file: 'src/workspace/tell/record-told.ts',
        find: "(answer !== undefined && answer.kind !== 'unreachable')",
        replace: '(answer !== undefined)',
      },
    ],
  },
  {
    name: 'an end is not noted as untold',
    why: 'whoever dies before he has told leaves nobody who would',
    soon: 2,
    isSlow: true,
    patches: [
      {
        file: 'src/workspace/run/claim.ts',
        find: 'return reporter?.isTelling === true;',
        replace: 'return reporter === undefined;',
      },
    ],
  },
  {
    name: 'the cursor moves one interval too far',
    why: 'an interval is never served',
    soon: 2,
    isSlow: true,
    patches: [
      {
        file: 'src/tick/schedule-step.ts',
        find: 'cursor: interval?.end ?? found.cursor }',
        replace:
          'cursor: interval === undefined ? found.cursor : new Date(2 * Date.parse(interval.end) - Date.parse(interval.start)).toISOString() }',
      },
    ],
  },
  {
    name: 'an interval lasts a day by the clock on the wall',
    why: 'on the day when clocks change it begins an hour off',
    soon: 58,
    isSlow: true,
    patches: [
      {
        file: 'src/schedule/due.ts',
        find: 'const start = Math.max(begin, previousFire(crons, newest) ?? begin);',
        replace:
          'const before = previousFire(crons, newest) ?? begin; const start = Math.max(begin, newest - (Math.round((newest - before) / 43_200_000) * 43_200_000 || newest - before));',
      },
    ],
  },
  {
    name: 'jitter is unbounded',
    why: 'a try that failed waits longer than its pipeline says',
    soon: 11,
    patches: [
      {
        file: 'src/run/backoff.ts',
        find: 'return textHash(seed) / 2 ** 32;',
        replace: 'return textHash(seed) / 2 ** 24;',
      },
    ],
  },
  {
    name: 'tasks do not wait for what they need',
    why: 'a task starts before its upstream has succeeded',
    soon: 2,
    patches: [
      {
        file: 'src/run/consider.ts',
        find: "if (judgement === 'wait') return;",
        replace: "if (judgement === 'wait') return begin(draft, node);",
      },
    ],
  },
  {
    name: 'a result is recorded after what builds on it has started',
    why: 'if the process dies in between, nobody knows that it was there',
    soon: 2,
    patches: [
      {
        file: 'src/run/execute.ts',
        find: "this.#ports.journal.append({ kind: 'task', task, record });",
        replace: "queueMicrotask(() => this.#ports.journal.append({ kind: 'task', task, record }));",
      },
    ],
  },
  {
    name: 'a tick ends before its runs do',
    why: 'its lease is given back under tasks that run on, and somebody else starts them again',
    soon: 68,
    patches: [
      {
        file: 'src/workspace/tick/is-refreshed.ts',
        find: 'if (!(error instanceof Problem)) throw error;',
        replace: 'throw error;',
      },
      {
        file: 'src/workspace/tick/tick-runs.ts',
        find: 'if (this.#isIdle) return;',
        replace: 'return;',
      },
    ],
  },
  {
    name: 'an issue is made before anybody notes that it will be',
    why: 'if the process dies in between and all is well then, it stays open for ever',
    soon: 5,
    isSlow: true,
    patches: [
      {
        file: 'src/incident/record-asking.ts',
        find: 'return replaced(book, { ...incident, told: next });',
        replace: 'return next === undefined ? replaced(book, incident) : book;',
      },
    ],
  },
  {
    name: 'only an end notes that somebody tells how runs go',
    why: 'a run that is shown, and that somebody ends who tells nobody, is shown as it was',
    soon: 21,
    isSlow: true,
    patches: [
      {
        file: 'src/run/untold.ts',
        find: 'return isReporting && state.untold === undefined ? { ...state, untold: [] } : state;',
        replace: 'return state;',
      },
    ],
  },
  ...commentMutations,
  ...widerMutations,
];
