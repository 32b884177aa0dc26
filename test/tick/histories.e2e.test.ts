import { test } from 'vitest';
import { checkHistories } from './check-histories.ts';

test('the same in thousands of histories', async () => {
  await checkHistories(2_000);
});
