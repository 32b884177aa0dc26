/** A thread that does what the name of the head says, and tells who it is. Where it hangs, it leaves that in a file of the base's name. */
export const oddThread = `
import { writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
console.log('words of a stranger');
const kept = [];
parentPort.on('message', ({ id, change }) => {
  const name = change.head.name;
  if (name === 'throw') throw new Error('@ana broke it');
  if (name === 'late') setImmediate(() => { throw new Error('too late'); });
  if (name === 'exit') process.exit(0);
  if (name === 'hang' && change.base.name.startsWith('/')) writeFileSync(change.base.name, String(process.pid));
  if (name === 'hang') for (;;);
  if (name === 'gulp') kept.push('x'.repeat(2 ** 28).split(''));
  if (name === 'eat') for (;;) kept.push(new Array(1000).fill(name + kept.length));
  const title = [name, workerData, process.pid, Object.keys(process.env).length].join(' ');
  parentPort.postMessage({ id, review: { title } });
});
`;
