import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Uploads } from '../../src/action/uploads.ts';
import { liveClock } from '../../src/process/clock.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

/** A thread that does what the name of an artifact says. */
const program = `
import { parentPort } from 'node:worker_threads';
console.log('words of a package');
parentPort.on('message', ({ id, name }) => {
  if (name === 'throw') setTimeout(() => { throw new Error('the zip broke'); });
  else if (name === 'exit') process.exit(1);
  else if (name !== 'hang') parentPort.postMessage(name === 'fail' ? { id, failure: process.env.WORD } : { id });
});
`;

function openUploads() {
  const entry = join(scratchFolder(), 'thread.mjs');
  writeFileSync(entry, program);
  const uploads = new Uploads({ entry, clock: liveClock(), variables: { WORD: 'no room' } });
  onTestFinished(() => uploads.close());
  return { uploads, upload: (name: string) => uploads.upload({ name, folder: '/', files: [], keepDays: 1 }) };
}

test('uploads answer each for itself', async () => {
  const { upload } = openUploads();
  expect(await Promise.all(['a', 'fail', 'b'].map(upload))).toEqual([undefined, 'no room', undefined]);
});

test.each([
  ['throw', 'the zip broke'],
  ['exit', 'its thread ended'],
])('what goes wrong past its callers (%s) ends all that are under way, and not the next one', async (name, why) => {
  const { upload } = openUploads();
  expect(await Promise.all([upload('hang'), upload(name)])).toEqual([why, why]);
  expect(await upload('a')).toBeUndefined();
});

test('what is given up is answered', async () => {
  const { uploads, upload } = openUploads();
  const hanging = upload('hang');
  uploads.close();
  expect(await hanging).toBe('it was given up');
});
