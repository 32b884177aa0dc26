import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reviewOf } from '../../src/review/review-of.ts';
import { root } from '../architecture/source-files.ts';
import { pullChanges } from './pull-changes.ts';

test('the examples of docs/pull-requests.md are what is written', async () => {
  const path = join(root, 'docs/pull-requests.md');
  const text = readFileSync(path, 'utf8').replaceAll(
    /<!-- example: ([\w-]+) -->\n[\s\S]*?<!-- end of example -->/g,
    (_, name: string) => {
      const change = pullChanges[name];
      if (change === undefined) throw new Error(`there is no case ${name}`);
      const quoted = (reviewOf(change).comment ?? '').replaceAll(/^/gm, '> ').replaceAll(/^> $/gm, '>');
      return `<!-- example: ${name} -->\n\n${quoted}\n\n<!-- end of example -->`;
    },
  );
  await expect(text).toMatchFileSnapshot(path);
});
