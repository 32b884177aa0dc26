import { test } from 'vitest';
import { checkHistories } from './check-histories.ts';

test('whatever happens, each interval is served once or dropped once, and nothing that is due is forgotten', async () => {
  await checkHistories(60);
});
