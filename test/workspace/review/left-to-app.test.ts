import { expect, test } from 'vitest';
import { isLeftToApp } from '../../../src/workspace/review/left-to-app.ts';
import { MemoryPulls } from '../../support/memory-pulls.ts';

function world() {
  const forge = new MemoryPulls();
  const head = forge.push({});
  return { forge, head, ask: (body: string, pull = 7) => isLeftToApp(forge, { body, pull }) };
}

test('what is about a review is left to the app that reviews, and nothing else is', async () => {
  const { forge, head, ask } = world();
  expect(await ask('/segue plan')).toBe(false);
  forge.elsewhere.add(head);
  expect(await ask('/segue plan')).toBe(true);
  expect(await ask('/segue approve SG871 it is fine')).toBe(true);
  expect(await ask('/segue retry daily')).toBe(false);
  expect(await ask('Well done!')).toBe(false);
  expect(await ask('/segue plan', 8)).toBe(false);
});

test('a forge that does not say leaves it to whoever was asked', async () => {
  const { forge, ask } = world();
  forge.trouble = { kind: 'unreachable', why: 'no answer' };
  expect(await ask('/segue plan')).toBe(false);
});
