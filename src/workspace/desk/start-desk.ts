import type { CommandDesk, StartedJob } from '../../command/desk.ts';
import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import { UnsureProblem } from '../../diagnostic/unsure-problem.ts';
import type { CommandForge, DispatchWish } from '../../report/forge/forge.ts';
import { isOpen } from '../../run/due-backfill.ts';
import { askForRetry, askForWakeUp } from '../ask/ask-about-run.ts';
import { askForRun } from '../ask/ask-for-run.ts';
import type { AskedInputs } from '../ask/asked-inputs.ts';
import type { Office } from '../office.ts';
import { findRun } from '../run/find-run.ts';
import type { Code } from '../tick/code.ts';
import { findMeant } from './find-meant.ts';

/** Starts jobs that run tasks: always by the workflow of the default branch, whatever a comment stands on. */
export interface Starter extends Pick<DispatchWish, 'branch' | 'workflow'> {
  readonly forge: Pick<CommandForge, 'dispatch'>;
}

type StartDesk = Pick<CommandDesk, 'retry' | 'run' | 'resume' | 'backfill'>;

/**
 * What a job of its own must do, since it takes the code of tasks and their secrets. All that the job would refuse is refused here, as far as it
 * can be known.
 */
export function startDesk(office: Office, starter: Starter, code: () => Promise<Code>): StartDesk {
  return {
    retry: async ({ run }, tasks) => {
      const { document } = await findRun(office, run);
      return start(starter, askForRetry(await code(), document, tasks), `/segue retry ${run}`);
    },
    run: async (asked) => {
      const inputs = await askForRun(office, await code(), { ...asked, cwd: '.' });
      return start(starter, inputs, 'write the comment anew');
    },
    resume: async (target) => {
      const found = await findMeant(office, target, 'interrupted');
      const { inputs, document } = await askForWakeUp(office, found);
      const { run, pipeline } = document;
      return { meant: { run, pipeline }, ...(await start(starter, inputs, `/segue resume ${run}`)) };
    },
    backfill: async (id) => {
      const pipeline = await openBackfill(office, await code(), id);
      return { pipeline, ...(await start(starter, { command: 'tick' }, `/segue backfill ${id}`)) };
    },
  };
}

/** A merged backfill that has something left to start: what it asks for was reviewed, and a comment changes nothing of it. */
async function openBackfill({ state, environment }: Office, code: Code, id: string): Promise<string> {
  const all = [...code.backfills.values()].flat();
  const found = all.find(({ backfill }) => backfill.id === id);
  if (found === undefined) throw code.broken.get(id) ?? unknownBackfill(code, id);
  const { pipeline } = found.backfill;
  const stored = await state.state(environment, pipeline);
  if (!isOpen(found, stored)) throw isThrough(id);
  if (stored.paused === undefined) return pipeline;
  throw new Problem(
    'SG960',
    `${pipeline} is paused, and so are its backfills.`,
    `First: /segue unpause ${pipeline}`,
    2,
  );
}

async function start({ forge, ...where }: Starter, inputs: AskedInputs, again: string): Promise<StartedJob> {
  const asked = await forge.dispatch({ ...where, inputs });
  if (asked.kind === 'done') return asked.started === undefined ? {} : { page: asked.started.url };
  throw asked.kind === 'refused'
    ? new Problem('SG961', `GitHub starts no workflow for this: ${asked.why}`, 'It takes actions: write.')
    : new UnsureProblem(
        'SG961',
        asked.why,
        `Whether the job has started, the list of workflow runs shows. If it has not: ${again}`,
      );
}

function unknownBackfill({ backfills, commit }: Code, id: string): Problem {
  const ids = [...backfills.values()].flat().map(({ backfill }) => backfill.id);
  const guess = nearest(id, ids);
  const list = ids.length === 0 ? 'It has none.' : `It has: ${ids.slice(0, 5).join(', ')}.`;
  const message = `The default branch has no backfill ${id} (at ${commit.slice(0, 7)}).`;
  return new Problem('SG701', message, guess === undefined ? list : `Did you mean ${guess}?`, 2);
}

function isThrough(id: string): Problem {
  return new Problem(
    'SG960',
    `The backfill ${id} has begun all its intervals: nothing is left to start.`,
    'What failed of it is retried run by run (/segue retry); for another range merge another file.',
    2,
  );
}
