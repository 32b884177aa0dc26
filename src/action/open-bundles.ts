import type { Bundles } from '../run/bundles.ts';
import { forgeBundles } from '../workspace/forge/forge-bundles.ts';
import type { ActionContext } from './action-context.ts';
import { hasArtifactService, JobBundles } from './job-bundles.ts';
import type { RunnerPlace } from './runner-place.ts';
import { UploadTurns } from './upload-turns.ts';
import { Uploads } from './uploads.ts';

/** What a job keeps at GitHub. */
export interface JobKeeping {
  readonly bundles: (keepDays: number) => Bundles;
  /** What is still under way is given up. */
  close(): void;
}

/** What this job can keep at GitHub: nothing without an API and a token to find it again, or on a runner that has no such service. */
export function openBundles(
  { variables, clock, entry }: ActionContext,
  { repository, page, apiUrl }: RunnerPlace,
  token: string | undefined,
): JobKeeping | undefined {
  if (token === undefined || apiUrl === undefined || !hasArtifactService(variables)) return undefined;
  const uploads = new Uploads({ entry, variables, clock });
  return {
    bundles: (keepDays) => ({
      reader: forgeBundles({ repository, page, apiUrl }, token, clock),
      writer: new JobBundles(uploads, new UploadTurns(clock), keepDays),
    }),
    close: () => uploads.close(),
  };
}
