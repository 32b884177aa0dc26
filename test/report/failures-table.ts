import { databaseFailures } from './failures-of-databases.ts';
import { programFailures } from './failures-of-programs.ts';

/** The ends of logs as tools write them: the line that decides, and the same failure met again with other details. */
export interface LoggedFailure {
  readonly name: string;
  readonly tail: readonly string[];
  readonly line: string;
  readonly title: string;
  /** Other logs of the same cause. */
  readonly same: readonly (readonly string[])[];
}

export const loggedFailures: readonly LoggedFailure[] = [...programFailures, ...databaseFailures];
