import type { Variables } from '../process/environment.ts';

/** Puts a page of Markdown on the job's own page, where its runner has one. */
export async function writePage({ GITHUB_STEP_SUMMARY: file }: Variables, page: string): Promise<void> {
  if (file === undefined || file === '') return;
  const { summary } = await import('@actions/core');
  await summary.addRaw(page).write();
}
