// Plays whole worlds of Segue in virtual time, one for each seed: jobs that die, answers that get lost, people in between.
//   node scripts/swarm.ts                       fresh seeds until Ctrl-C
//   node scripts/swarm.ts --seeds 1-20          these
//   node scripts/swarm.ts --fresh 5             so many fresh ones
//   node scripts/swarm.ts --within 20           no new one after so many seconds
//   node scripts/swarm.ts --seed 7 [--without a,b] [--log]   one, with its whole log if asked for
//   node scripts/swarm.ts --plays 10            so many plays at the most to make the story of what goes wrong shorter
//   node scripts/swarm.ts --with pools,files    worlds that hold these beside the plain (`none`: nothing), instead of what is drawn
//   node scripts/swarm.ts --mutations [--quick] [--only TEXT] [--sample 3]   whether bugs that are put in on purpose are found:
//     all of them or a few by lot, in as many worlds as it takes or in the one that is known for it
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { parseConcerns } from '../test/swarm/concerns.ts';
import { hookModules } from '../test/swarm/hooks.ts';
import { mutations } from '../test/swarm/mutations.ts';
import type { Played } from '../test/swarm/play.ts';
import { shrink, tellStory } from '../test/swarm/shrink.ts';
import { checkMutations } from './swarm-mutations.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    fresh: { type: 'string' },
    within: { type: 'string' },
    without: { type: 'string', default: '' },
    with: { type: 'string' },
    log: { type: 'boolean', default: false },
    plays: { type: 'string', default: '60' },
    mutations: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    sample: { type: 'string' },
    mutant: { type: 'string' },
  },
});

if (options.mutations) process.exitCode = await checkMutations(options);
else process.exitCode = await playAll();

/** 1 if any world went wrong; of the first the shortest story is told. */
async function playAll(): Promise<number> {
  hookModules(mutations.flatMap(({ name, patches }) => (name === options.mutant ? patches : [])));
  const { play } = await import('../test/swarm/play.ts');
  const without = new Set(options.without.split(',').filter(Boolean));
  const holding = options.with === undefined ? {} : { with: parseConcerns(options.with) };
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1_000;
  let days = 0;
  for (const seed of seedsAskedFor()) {
    if (seconds() > Number(options.within ?? Number.POSITIVE_INFINITY)) break;
    const played = await play({ seed, without, ...holding });
    days += played.days;
    say(`${lineOf(played)}; ${(days / seconds()).toFixed(2)} days a second`);
    if (options.log) say(played.log.join('\n'));
    if (played.broken.length === 0) continue;
    // Who put the bug in knows it.
    if (options.mutant !== undefined) return say(`broken: ${played.broken[0]}`, 1);
    const again = (more: ReadonlySet<string>) => play({ seed, ...holding, without: new Set([...without, ...more]) });
    if (!options.log) say('This goes wrong; looking for its shortest story …');
    const story = await shrink(played, { play: again, most: options.log ? 0 : Number(options.plays) });
    return say(tellStory({ ...story, without: new Set([...without, ...story.without]) }), 1);
  }
  return 0;
}

function* seedsAskedFor(): Iterable<number> {
  const { seed, seeds, fresh } = options;
  if (seed !== undefined) yield Number(seed);
  if (seeds !== undefined) {
    const [first = 1, last = first] = seeds.split('-').map(Number);
    for (let each = first; each <= last; each++) yield each;
  }
  if (seed !== undefined || (seeds !== undefined && fresh === undefined)) return;
  for (let left = Number(fresh ?? Number.POSITIVE_INFINITY); left > 0; left--) yield randomInt(2 ** 32);
}

function lineOf({ seed, concerns, days, happened, acts, rates, digest }: Played): string {
  const often = Object.entries(rates).flatMap(([kind, rate]) => (rate === 0 ? [] : [`${kind} ${percent(rate)}`]));
  return `seed ${seed} (${digest.slice(0, 12)}): ${days.toFixed(2)} days, ${happened.length} faults, ${acts.length} acts; holds ${concerns.join(', ') || 'nothing more'}; ${often.join(', ')}`;
}

function percent(rate: number): string {
  return `${(rate * 100).toPrecision(2)}%`;
}

function say(text: string, code = 0): number {
  process.stdout.write(`${text}\n`);
  return code;
}
