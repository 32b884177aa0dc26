import type { issueFacts as live } from '../../../src/github/issue-facts.ts';
import { askedBy } from '../app-client.ts';
import { stage } from '../stage.ts';

export type { IssueFacts } from '../../../src/github/issue-facts.ts';

/** An issue as people and jobs have left it. */
export const issueFacts: typeof live = (client, number) =>
  askedBy(client, `the issue ${number}`, () => {
    const wish = stage().forge.kept.issues.find(({ id }) => id === number)?.wish;
    return wish === undefined ? undefined : { state: wish.state, labels: wish.labels };
  });
