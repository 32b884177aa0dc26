import type { Job } from './job.ts';
import type { RepositoryAddress } from './repository-address.ts';

/** Something that is done again and again in each repository, without a webhook. */
export interface Round {
  /** For the log. */
  readonly name: string;
  readonly everyMs: number;
  /** Put into the queue for each repository that the App is installed in; should replace the one that still waits. */
  job(at: RepositoryAddress): Job;
}
