import type { commentsSince as liveAll, commentById as liveOne } from '../../../src/github/written-comments.ts';
import { askedBy } from '../app-client.ts';
import { stage } from '../stage.ts';

export type { WrittenComment } from '../../../src/github/written-comments.ts';

/** What people have written in the world, the newest first. */
export const commentsSince: typeof liveAll = (client, since) =>
  askedBy(client, 'the newest comments', () =>
    stage()
      .written()
      .filter(({ writtenAt }) => writtenAt >= since)
      .toReversed()
      .slice(0, 100),
  );

export const commentById: typeof liveOne = (client, id) =>
  askedBy(client, `the comment ${id}`, () =>
    stage()
      .written()
      .find((each) => each.id === id),
  );
