import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { defaultSettings } from '../../src/model/settings.ts';
import { pullWorkflowText } from '../../src/workflow/pull-workflow.ts';
import { workflowStaleness } from '../../src/workflow/staleness.ts';
import { refusals } from './github-parser.ts';

const text = pullWorkflowText(defaultSettings);

test('it is what GitHub takes, and is known as ours', async () => {
  expect(await refusals(text)).toEqual([]);
  expect(workflowStaleness(`${text}# more\n`, text)).toMatchObject({ kind: 'stale' });
  await expect(text).toMatchFileSnapshot('golden/pull-requests.yml');
});

test('its job has no secret and no checkout, may do no more than it needs, and is never skipped', () => {
  const { jobs, permissions } = parse(text);
  expect(permissions).toEqual({});
  expect(jobs.pipelines.permissions).toEqual({ checks: 'write', contents: 'read', 'pull-requests': 'write' });
  expect(jobs.pipelines.steps).toEqual([{ uses: 'seguehq/segue@v1', with: { command: 'check' } }]);
  expect(jobs.pipelines.if).toBeUndefined();
  expect(text).not.toContain('secrets');
});

test('it runs where the default lane does, with the Action of the settings', () => {
  const lanes = { default: { runsOn: ['self-hosted', 'linux'] } };
  const { jobs } = parse(pullWorkflowText({ lanes, action: 'acme/segue@v2' }));
  expect(jobs.pipelines).toMatchObject({ 'runs-on': ['self-hosted', 'linux'], steps: [{ uses: 'acme/segue@v2' }] });
});
