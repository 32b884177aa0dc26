import { MemoryForge } from '../support/github-memory-forge.ts';
import { forgeContract } from './forge-contract.ts';
import { githubWorld } from './github-world.ts';

forgeContract('GitHub', () => githubWorld());

forgeContract('memory', async () => {
  const forge = new MemoryForge({ noAssignees: ['nobody'] });
  return {
    forge,
    another: () => forge,
    commit: 'c'.repeat(40),
    play: (asked) => asked,
    issues: async () =>
      forge.issues.map(({ id, wish: { title, body, state, labels, assignees } }) => ({
        id,
        title,
        text: body,
        state,
        labels,
        assignees,
      })),
    comments: async (issue) =>
      forge.comments.filter(({ wish }) => wish.issue === issue).map(({ id, wish }) => ({ id, text: wish.body })),
    checks: async () =>
      forge.checks.map(({ id, wish: { key, status, conclusion = null, summary, annotations } }) => ({
        id,
        key,
        status,
        conclusion,
        summary,
        annotations: annotations.map(({ message }) => message),
      })),
  };
});
