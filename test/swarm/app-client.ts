import type { GithubClient } from '../../src/github/client.ts';
import { GithubFailure } from '../../src/github/failure.ts';
import type { SimulatedProcess } from './process.ts';
import { stage } from './stage.ts';

const owners = new WeakMap<object, SimulatedProcess>();

/** The client of an app: nobody asks anything of it but stand-ins, which find out whose it is. */
export function clientOf(process: SimulatedProcess): GithubClient {
  const client = {} as GithubClient;
  owners.set(client, process);
  return client;
}

export function processOfClient(client: object): SimulatedProcess {
  const found = owners.get(client);
  if (found === undefined) throw new Error('this is the client of nobody');
  return found;
}

/** What the forge knows, as a process hears of it. Throws `GithubFailure`. */
export async function askedBy<T>(client: object, what: string, work: () => T): Promise<T> {
  const answer = await stage().forge.asked(processOfClient(client), what, () => ({ found: work() }));
  if ('found' in answer) return answer.found;
  throw new GithubFailure('faulty', answer.why, { maybeDone: true });
}
