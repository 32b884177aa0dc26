import { Problem } from '../../diagnostic/problem.ts';
import type { Workspace } from '../workspace.ts';

/** Fetches what others have written; false if nobody could be asked now: what runs goes on all the same, and the next look asks again. */
export async function isRefreshed(workspace: Pick<Workspace, 'refresh'>): Promise<boolean> {
  try {
    await workspace.refresh();
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return false;
  }
}
