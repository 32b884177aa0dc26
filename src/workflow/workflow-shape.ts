import type { Lane, SetupStep } from '../model/lane.ts';
import type { Permissions } from './job-permissions.ts';

/** As much of a workflow of Actions as Segue writes, with its words in the order in which they are written. */
export interface Workflow {
  readonly name: string;
  readonly on: object;
  readonly permissions: Permissions;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean | string };
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

export interface WorkflowJob {
  readonly name: string;
  readonly needs?: string;
  readonly if?: string;
  readonly 'runs-on': NonNullable<Lane['runsOn']>;
  readonly container?: NonNullable<Lane['container']>;
  readonly environment?: NonNullable<Lane['environment']>;
  readonly 'timeout-minutes': number;
  readonly permissions: Permissions;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly (WorkflowStep | SetupStep)[];
}

export interface WorkflowStep {
  readonly id?: string;
  readonly uses: string;
  readonly with: Readonly<Record<string, string | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}
