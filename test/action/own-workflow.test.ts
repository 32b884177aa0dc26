import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownWorkflow } from '../../src/action/own-workflow.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

const onFeature = 'acme/data/.github/workflows/pipelines.yml@refs/heads/feature';

function eventOf(content: string): string {
  const path = join(scratchFolder(), 'event.json');
  writeFileSync(path, content);
  return path;
}

test.each([
  ['the default branch counts, wherever somebody has started it', '{"repository":{"default_branch":"trunk"}}', 'trunk'],
  ['an event of a clock may not say it', '{"schedule":"0 5 * * *"}', 'feature'],
  ['what cannot be read says nothing', '{', 'feature'],
  ['nor what has another shape', '{"repository":[]}', 'feature'],
])('%s', (_, event, branch) => {
  const found = ownWorkflow({ GITHUB_WORKFLOW_REF: onFeature, GITHUB_EVENT_PATH: eventOf(event) });
  expect(found).toEqual({ workflow: 'pipelines.yml', branch });
});

test('a branch may have any name that Git takes', () => {
  const ref = 'acme/data/.github/workflows/pipelines.yml@refs/heads/ana@work/next';
  expect(ownWorkflow({ GITHUB_WORKFLOW_REF: ref })).toEqual({ workflow: 'pipelines.yml', branch: 'ana@work/next' });
});

test('without an event the name of the branch is enough, and without that nobody knows', () => {
  expect(ownWorkflow({ GITHUB_WORKFLOW_REF: onFeature, GITHUB_EVENT_PATH: '/nowhere/event.json' })).toEqual({
    workflow: 'pipelines.yml',
    branch: 'feature',
  });
  expect(ownWorkflow({ GITHUB_REF_NAME: 'main' })).toEqual({ workflow: 'segue.yml', branch: 'main' });
  expect(ownWorkflow({})).toBeUndefined();
});
