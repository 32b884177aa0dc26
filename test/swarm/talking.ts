import { type PlannedComment, planComments } from './comments.ts';
import { Talk } from './talk.ts';
import type { World } from './world.ts';

const hour = 3_600_000;

interface Said {
  readonly id: string;
  readonly kind: string;
  readonly afterMs: number;
}

const touches = ['closed', 'reopened', 'labeled', 'unlabeled'] as const;

/** Lets people write comments within a time, in worlds that hold them; gives what they are going to do. */
export async function beginToTalk(
  world: World,
  withinMs: number,
  without: ReadonlySet<string>,
): Promise<readonly Said[]> {
  if (!world.concerns.has('comments')) return [];
  const talk = await Talk.begin(world);
  world.talk = talk;
  world.ledger.isAskedAgain = (run, task) => talk.judge.isAskedAgain(run, task);
  const isLeft = ({ id }: { readonly id: string }) => !without.has(id);
  const planned = planComments(world.dice.fork('comments written'), withinMs).filter(isLeft);
  for (const each of planned) world.time.after(each.afterMs, () => talk.write(each));
  const dice = world.dice.fork('comments issues');
  const touched = Array.from({ length: dice.below(6) }, (_, index) => {
    return { id: `touch#${index + 1}`, how: dice.pick(touches), afterMs: dice.below(withinMs), which: dice.below(100) };
  }).filter(isLeft);
  for (const each of touched) world.time.after(each.afterMs, () => talk.touch(each.how, each.which));
  return [...planned.map(saidOf), ...touched.map(({ id, how, afterMs }) => ({ id, kind: how, afterMs }))];
}

/** Until the last of what people asked for is answered: it may pause what is to come to rest. */
export async function talkOut({ talk, time, ledger, bugs }: World): Promise<void> {
  if (talk === undefined) return;
  talk.judge.answers.calmSince = time.now;
  const until = time.now + 3 * hour;
  while (bugs.length === 0 && ledger.broken.length === 0 && (await time.step(until)));
}

export function talkLeft({ talk, backfills }: World): readonly string[] {
  return talk === undefined ? [] : [...talk.judge.left(), ...backfills.left()];
}

function saidOf({ id, verb, login, afterMs }: PlannedComment): Said {
  return { id, kind: `${login} writes ${verb}`, afterMs };
}
