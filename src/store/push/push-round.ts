import type { PushUpdate, StateRemote } from '../git/git-remote.ts';
import type { Urgency } from './push-budget.ts';
import type { Passage, PushCompanion } from './push-companion.ts';
import type { PushVerdict } from './push-report.ts';

/** A ref that somebody wants to be pushed. */
export interface WaitingPush {
  readonly ref: string;
  readonly urgency: Urgency;
  readonly update: () => Promise<PushUpdate | undefined>;
  resolve(verdict: PushVerdict): void;
  reject(error: unknown): void;
}

export interface Round {
  readonly taken: readonly WaitingPush[];
  readonly push: StateRemote['push'];
  readonly companion: PushCompanion | undefined;
  readonly isLast: boolean;
  /** The remote knows pushes of all or nothing, as far as is known. */
  readonly isAtomic: boolean;
}

export interface RoundResult {
  /** What must go with another push, through no fault of its own. */
  readonly again: readonly WaitingPush[];
  readonly isAtomic: boolean;
}

/** One push: asks what goes, sends it, and tells each what became of its own ref. */
export async function carryOut(round: Round): Promise<RoundResult> {
  const updates = await updatesOf(round.taken);
  const passage = await passageOf(round, updates.size > 0);
  if (passage?.bound === undefined) return sendEach(round, updates, passage);
  if (round.isAtomic) return sendBound(round, updates, { ...passage, bound: passage.bound });
  return sendApart(round, updates, { ...passage, bound: passage.bound });
}

type Updates = ReadonlyMap<WaitingPush, PushUpdate>;
type BoundPassage = Passage & Required<Pick<Passage, 'bound'>>;

async function updatesOf(taken: readonly WaitingPush[]): Promise<Updates> {
  const updates = new Map<WaitingPush, PushUpdate>();
  for (const waiting of taken) {
    const wanted = await waiting.update();
    if (wanted !== undefined) updates.set(waiting, wanted);
  }
  return updates;
}

/** A push for nothing is not worth it, unless somebody asks for it. */
async function passageOf({ taken, companion, isLast }: Round, hasUpdates: boolean): Promise<Passage | undefined> {
  const isAskedFor = taken.some(({ ref }) => ref === companion?.ref);
  if (companion === undefined || !(hasUpdates || isAskedFor)) return undefined;
  return companion.next({ hasClaims: taken.some(({ urgency }) => urgency === 'claim'), isLast });
}

async function sendEach(round: Round, updates: Updates, passage: Passage | undefined): Promise<RoundResult> {
  const verdicts = await send(round, [...updates.values()], passage, false);
  tell(round, updates, verdicts);
  return { again: [], isAtomic: round.isAtomic };
}

/** All or none. Those that others held up go again; if nobody can say who that was, the remote cannot do this. */
async function sendBound(round: Round, updates: Updates, passage: BoundPassage): Promise<RoundResult> {
  const verdicts = await send(round, [...updates.values()], passage, updates.size > 0);
  const isBlocked = (ref: string) => verdicts.get(ref)?.kind === 'blocked';
  const heldUp = [...updates].filter(([, { ref }]) => isBlocked(ref)).map(([waiting]) => waiting);
  tell({ ...round, taken: without(round.taken, heldUp) }, updates, verdicts);
  const again = unlessRefused(heldUp, passage, verdicts);
  return { again, isAtomic: [...verdicts.keys()].some((ref) => !isBlocked(ref)) };
}

/** One after the other, where a push of all or nothing is not to be had. */
async function sendApart(round: Round, updates: Updates, passage: BoundPassage): Promise<RoundResult> {
  if (passage.bound === 'after' && updates.size > 0) {
    round.companion?.landed({ kind: 'blocked' });
    return sendEach(round, updates, undefined);
  }
  const verdicts = await send(round, [], passage, false);
  const held = [...updates.keys()];
  tell({ ...round, taken: without(round.taken, held) }, updates, verdicts);
  return { again: unlessRefused(held, passage, verdicts), isAtomic: false };
}

/** What must not go before the companion does never go if that is refused. */
function unlessRefused(
  held: readonly WaitingPush[],
  { update: { ref }, bound }: BoundPassage,
  verdicts: ReadonlyMap<string, PushVerdict>,
): readonly WaitingPush[] {
  const verdict = verdicts.get(ref);
  if (bound === 'after' || verdict?.kind !== 'refused') return held;
  for (const { resolve } of held) resolve({ kind: 'refused', reason: `${ref}: ${verdict.reason}` });
  return [];
}

async function send(
  { push, companion }: Round,
  updates: readonly PushUpdate[],
  passage: Passage | undefined,
  atomic: boolean,
): Promise<ReadonlyMap<string, PushVerdict>> {
  const all = [...updates, ...(passage === undefined ? [] : [passage.update])];
  if (all.length === 0) return new Map();
  const landed = (verdict: PushVerdict) => passage && companion?.landed(verdict);
  try {
    const verdicts = await push(
      all.sort((a, b) => (a.ref < b.ref ? -1 : 1)),
      atomic ? { atomic } : {},
    );
    landed(verdicts.get(passage?.update.ref ?? '') ?? { kind: 'unknown' });
    return verdicts;
  } catch (error) {
    landed({ kind: 'unknown' });
    throw error;
  }
}

function tell({ taken }: Round, updates: Updates, verdicts: ReadonlyMap<string, PushVerdict>): void {
  for (const waiting of taken) {
    const update = updates.get(waiting);
    waiting.resolve(update === undefined ? { kind: 'done' } : (verdicts.get(update.ref) ?? { kind: 'unknown' }));
  }
}

function without(all: readonly WaitingPush[], some: readonly WaitingPush[]): readonly WaitingPush[] {
  return all.filter((each) => !some.includes(each));
}
