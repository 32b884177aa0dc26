import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type Mutation, mutations } from '../test/swarm/mutations.ts';

const program = fileURLToPath(new URL('swarm.ts', import.meta.url));

/** Worlds that may be played until a bug is found, from the one on that is known to find it soon. */
const budget = 40;

export interface MutationOptions {
  /** Only the worlds that are known to find them. */
  readonly quick: boolean;
  /** A part of the names. */
  readonly only: string;
  /** So many of them, by lot; of those that show soon. */
  readonly sample?: string;
}

/** Puts in one bug after the other and lets a swarm look for it. 1 if it did not find one of them. */
export async function checkMutations({ quick, only, sample }: MutationOptions): Promise<number> {
  let missed = 0;
  const named = mutations.filter(({ name }) => name.includes(only));
  for (const mutation of sample === undefined ? named : drawn(named, Number(sample))) {
    const { isFound, said } = await look(mutation, quick ? 1 : budget);
    if (!isFound) missed++;
    process.stdout.write(`${isFound ? 'found ' : 'MISSED'} ${mutation.name}: ${said}\n`);
  }
  return missed === 0 ? 0 : 1;
}

function drawn(all: readonly Mutation[], count: number): readonly Mutation[] {
  const left = all.filter(({ isSlow }) => isSlow !== true);
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(randomInt(left.length), 1)).flat();
}

/** In a process of its own: a module is loaded once, with the bug or without. */
function look(
  { name, soon, with: concerns = [] }: Mutation,
  worlds: number,
): Promise<{ readonly isFound: boolean; readonly said: string }> {
  return new Promise((resolve) => {
    const seeds = `${soon}-${soon + worlds - 1}`;
    const args = [program, '--mutant', name, '--seeds', seeds, '--with', concerns.join(',') || 'none'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [said, failed] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      failed += chunk.toString();
    });
    child.on('close', () => {
      const [, broken] = /^broken: (.*)$/m.exec(said) ?? [];
      const seed = [...said.matchAll(/^seed (\d+)/gm)].at(-1)?.[1];
      const isFound = broken !== undefined;
      resolve({ isFound, said: isFound ? `seed ${seed}: ${broken}` : failed.slice(0, 2_000) || 'nothing went wrong' });
    });
  });
}
