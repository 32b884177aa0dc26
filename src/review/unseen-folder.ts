import { hasErrors } from '../diagnostic/diagnostic.ts';
import { settingsFile } from '../model/settings.ts';
import { code, md } from '../report/text/markdown.ts';
import type { PullChange } from './pull-change.ts';
import type { PullSides } from './pull-sides.ts';
import type { Review } from './review.ts';
import { reviewOfNothing } from './unjudged-review.ts';

/**
 * What is said where the pipelines of the head lie elsewhere than they were looked for. Who reads the files reads no YAML of a stranger, and
 * takes the folder from the line that people write; YAML has more ways to say it, and what lies there would be merged unseen.
 */
export function unseenFolderReview(change: PullChange, { head, headSettings }: PullSides): Review | undefined {
  // Settings with errors are said to be wrong, which fails as well.
  if (hasErrors(headSettings.diagnostics)) return undefined;
  const [folder, read] = [head.settings.pipelines, change.head.folder];
  if (read === undefined || partsOf(folder) === partsOf(read)) return undefined;
  return reviewOfNothing(change, {
    title: 'not judged: where the pipelines are cannot be read quickly',
    reason: md`By ${code(settingsFile)} the pipelines lie in ${code(folder)}; they were looked for in ${code(read)}. Nothing is known of them, neither good nor bad.`,
    advice: md`Write the folder on a line of its own, without anchors, escapes or braces: ${code(`pipelines: ${folder}`)}.`,
  });
}

function partsOf(folder: string): string {
  const parts = folder.split('/').filter((part) => part !== '' && part !== '.');
  return parts.join('/');
}
