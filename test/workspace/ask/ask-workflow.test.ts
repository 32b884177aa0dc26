import { describe, expect, test } from 'vitest';
import type { CommandForge } from '../../../src/report/forge/forge.ts';
import { askWorkflow } from '../../../src/workspace/ask/ask-workflow.ts';
import { MemoryForge } from '../../support/github-memory-forge.ts';

const workflow = { branch: 'trunk', page: 'https://github.com/acme/data/actions/workflows/segue.yml' };
const inputs = { command: 'run', pipeline: 'daily' };

function declining(answer: Awaited<ReturnType<CommandForge['dispatch']>>): Pick<CommandForge, 'dispatch'> {
  return { dispatch: async () => answer };
}

test('what is asked goes to the workflow of the default branch, and the answer says which run does it', async () => {
  const forge = new MemoryForge({ writers: [] });
  expect(await askWorkflow(workflow, forge, inputs)).toEqual({ inputs, started: { id: 1, url: 'memory:runs/1' } });
  expect(forge.dispatched).toEqual([{ workflow: 'segue.yml', branch: 'trunk', inputs }]);
});

test('a forge that does not say which run does it has started one all the same', async () => {
  expect(await askWorkflow(workflow, declining({ kind: 'done' }), inputs)).toEqual({ inputs });
});

describe('what the forge does not take is a problem that says what to do', () => {
  test.each([
    ['Unexpected inputs provided: ["state"]', 'segue workflow --write'],
    ["Workflow does not have 'workflow_dispatch' trigger", 'segue workflow --write'],
    ["Cannot trigger a 'workflow_dispatch' on a disabled workflow", 'must not be switched off'],
    ['Resource not accessible by personal access token', 'Actions: write'],
  ])('%s', async (why, help) => {
    const asked = askWorkflow(workflow, declining({ kind: 'refused', why }), inputs);
    await expect(asked).rejects.toMatchObject({ code: 'SG961', help: expect.stringContaining(help) });
  });

  test('no answer: it may have started', async () => {
    const asked = askWorkflow(workflow, declining({ kind: 'unreachable', why: 'no answer' }), inputs);
    await expect(asked).rejects.toMatchObject({ code: 'SG961', help: expect.stringContaining(workflow.page) });
  });

  test('more than it takes is not sent', async () => {
    const forge = new MemoryForge({ writers: [] });
    const asked = askWorkflow(workflow, forge, { ...inputs, params: 'x'.repeat(65_536) });
    await expect(asked).rejects.toMatchObject({ code: 'SG961' });
    expect(forge.dispatched).toEqual([]);
  });
});
