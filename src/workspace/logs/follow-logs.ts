import type { RunDocument } from '../../run/document.ts';
import { isHandOver } from '../../run/handed-over.ts';
import type { Workspace } from '../workspace.ts';
import { LogKeeper } from './log-keeper.ts';
import { logsFolder } from './run-logs.ts';

/** Brings what the tasks of a run print to where it outlives this machine. */
export interface LogFollower {
  /** How the run stands, whenever it is asked. */
  moved(document: () => RunDocument): void;
  /** Settles when the end of the run may be stored. Never rejects. */
  ended(document: RunDocument): Promise<void>;
  /** Nothing more is to come of it. Never rejects. */
  close(): Promise<void>;
}

/** GitHub kills a job that was cancelled seven and a half seconds after it was asked to end, and state is still to be pushed. */
const hurryMs = 2_000;

/** Undefined on a machine that stays: its logs are found where they are. */
export function followLogs(
  { bundles, environment, repository, clock }: Workspace,
  opening: RunDocument,
  notify: (message: string) => void,
): LogFollower | undefined {
  if (bundles === undefined) return undefined;
  let document = () => opening;
  const keeper = new LogKeeper({
    environment,
    logsDir: logsFolder(repository.segueDir),
    writer: bundles.writer,
    clock,
    document: () => document(),
    failed: ({ message, help }) => notify(`The logs could not be stored, the run goes on: ${message} ${help}`),
  });
  let last: Promise<void> | undefined;
  const end = () => {
    last ??= keeper.end();
    return last;
  };
  const endSoon = () =>
    Promise.race([end(), new Promise<void>((resolve) => void clock.after(hurryMs, () => resolve()))]);
  return {
    moved: (newest) => {
      document = newest;
    },
    ended: async (final) => {
      document = () => final;
      const stored = end();
      if (!isHurried(final)) await stored;
    },
    close: () => (isHurried(document()) ? endSoon() : end()),
  };
}

/** Whoever interrupts a job kills it a few seconds later: how the run ended matters more than its logs. */
function isHurried({ cancelled }: RunDocument): boolean {
  return cancelled?.why === 'interrupt' && !isHandOver(cancelled);
}
