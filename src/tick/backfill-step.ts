import {
  type BackfillKnowledge,
  furtherPosition,
  nextOfBackfill,
  planBackfill,
  positionAfter,
} from '../run/backfill-plan.ts';
import type { Interval } from '../run/document.ts';
import type { PipelineState } from '../run/ports.ts';
import type { BackfillProgress } from '../run/schedule-state.ts';
import type { AskedBackfill, Outlook, Step } from './step.ts';

/** What the first backfill asks for that has something to do and room for it. Its limit stands beside the pipeline's own. */
export function backfillStep(outlook: Outlook): Step | undefined {
  for (const asked of outlook.backfills) {
    const step = stepOf(asked, outlook);
    if (step !== undefined) return step;
  }
  return undefined;
}

function stepOf(asked: AskedBackfill, { state, now }: Outlook): Step | undefined {
  const at = new Date(now).toISOString();
  const progress = progressOf(asked, state);
  if (progress?.finishedAt !== undefined) return undefined;
  const plan = planBackfill(asked, asked.intervals, knowledgeOf(state, at, progress));
  const active = state.active.filter(({ backfill }) => backfill === asked.id);
  const position = progress?.position;
  const [interval] = nextOfBackfill(plan, {
    active: active.flatMap(({ run }) => intervalOf(state, run)),
    maxActive: asked.maxActive - missing(active.length, state, asked.id),
    ...(position === undefined ? {} : { position }),
  });
  const begun = { request: asked.request, generation: plan.generation, startedAt: progress?.startedAt ?? at };
  if (interval === undefined) {
    if (active.length > 0 || plan.ahead.length > 0 || plan.going.length > 0) return undefined;
    const finished = { ...begun, ...(position === undefined ? {} : { position }), finishedAt: at };
    return {
      kind: 'note',
      note: { kind: 'backfilled', backfill: asked.id },
      state: withProgress(state, asked, finished),
    };
  }
  const reached = furtherPosition(asked.order, position, positionAfter(asked.order, interval));
  const next = { ...begun, ...(reached === undefined ? {} : { position: reached }) };
  const { id, params, reason } = asked;
  const start = { cause: { kind: 'backfill', id, params, reason }, interval, generation: plan.generation } as const;
  return { kind: 'start', start, state: withProgress(state, asked, next) };
}

/** A file that asks for something else than before begins anew. */
function progressOf({ id, request }: AskedBackfill, { backfills = {} }: PipelineState): BackfillProgress | undefined {
  const known = Object.hasOwn(backfills, id) ? backfills[id] : undefined;
  return known?.request === request ? known : undefined;
}

function knowledgeOf(state: PipelineState, now: string, progress: BackfillProgress | undefined): BackfillKnowledge {
  const generations = Object.values(state.backfills ?? {}).map(({ generation }) => generation);
  return {
    served: state.served ?? [],
    runs: state.runs,
    now,
    newestGeneration: Math.max(0, ...generations),
    ...(progress === undefined ? {} : { progress }),
  };
}

/** Active runs whose interval is not known any more take their room all the same. */
function missing(active: number, state: PipelineState, backfill: string): number {
  const known = state.active.filter((each) => each.backfill === backfill).flatMap(({ run }) => intervalOf(state, run));
  return active - known.length;
}

function intervalOf({ runs }: PipelineState, run: string): readonly Interval[] {
  const interval = runs.find((summary) => summary.run === run)?.interval;
  return interval === undefined ? [] : [interval];
}

function withProgress(state: PipelineState, { id }: AskedBackfill, progress: BackfillProgress): PipelineState {
  return { ...state, backfills: { ...state.backfills, [id]: progress } };
}
