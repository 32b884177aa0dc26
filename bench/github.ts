import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openStandIn } from '../test/support/github-open.ts';

// A GitHub on loopback, in a process of its own: what is measured is waited for without an event loop. Arguments: an empty
// folder. It prints where it is; `GET` of its desk answers how many requests of its API there were since the last time.
const [folder = '.'] = process.argv.slice(2);
const { github } = await openStandIn(folder);
const desk = createServer((_, response) => {
  response.end(JSON.stringify({ requests: github.takeLines().length, refused: github.takeProblems() }));
});
desk.listen(0, '127.0.0.1', () => {
  const { port } = desk.address() as AddressInfo;
  const place = { url: github.url, bare: github.bare, token: github.workflowToken(), desk: `http://127.0.0.1:${port}` };
  process.stdout.write(`${JSON.stringify(place)}\n`);
});
