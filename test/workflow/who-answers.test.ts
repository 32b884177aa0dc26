import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { defaultSettings } from '../../src/model/settings.ts';
import { workflowText } from '../../src/workflow/workflow-text.ts';

test.each([
  ['a job waits for comments', {}, true],
  ['none does where the app answers', { commands: 'app' }, false],
] as const)('%s', (_, settings, isThere) => {
  const { on, jobs } = parse(workflowText([], { ...defaultSettings, ...settings }));
  expect(Object.hasOwn(on, 'issue_comment')).toBe(isThere);
  expect(Object.hasOwn(jobs, 'comment')).toBe(isThere);
});
