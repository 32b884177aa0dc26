import type { Pipeline } from '../../src/model/pipeline.ts';
import { nextFire } from '../../src/schedule/fires.ts';
import { pipelineOf } from '../support/builders.ts';
import type { History, HistoryEvent, Setting } from './arbitrary-history.ts';
import { type Files, HistoryWorld, isBroken, lineOf } from './history-world.ts';

const minuteMs = 60_000;

/** Plays a history, then lets all be well for a while. Throws what the judge found, or with what was left undone. */
export async function playHistory(
  { start, settings, beside, events }: History,
  segueDir: string,
): Promise<HistoryWorld> {
  const [a, b] = settings.map((setting, index) => scheduled(index === 0 ? 'a0' : 'b0', setting));
  const c = { ...pipelineOf([], { id: 'c0' }), ...(beside && scheduled('c0', beside)) };
  const files: Files = { ...(a && { a }), ...(b && { b }), c: { ...c, on: { ...c.on, after: ['a0', 'b0'] } } };
  const world = new HistoryWorld(start, files, 3, segueDir);
  const [first] = world.actors;
  if (first !== undefined) await world.wake(first);
  for (const event of events) await happen(world, event);
  await settle(world);
  const left = await leftOver(world);
  if (left.length > 0) throw new Error(`left over in the end: ${left.join('; ')}`);
  return world;
}

function scheduled(id: string, { schedule, ...more }: Setting): Pipeline {
  return { ...pipelineOf([], { id }), ...more, on: { schedule, after: [] } };
}

async function happen(world: HistoryWorld, event: HistoryEvent): Promise<void> {
  const actor = 'actor' in event ? world.actors[event.actor] : undefined;
  switch (event.kind) {
    case 'wait':
      world.now += event.minutes * minuteMs;
      return;
    case 'end':
    case 'die':
    case 'resume':
    case 'haunt':
      return happenToRun(world, event);
    case 'edit':
    case 'rename':
    case 'delete':
    case 'return':
      world.merge((files) => changed(world, files, event));
      return;
    case 'pause':
    case 'unpause':
      return pause(world, event.line, event.kind === 'pause');
    default:
  }
  if (actor === undefined) return;
  // All who work on something die, and one machine wakes up again.
  if (event.kind === 'collapse') for (const run of world.runsThatAre('alive')) run.worker = 'dead';
  if (event.kind === 'deploy') for (const each of world.actors) each.commit = world.commits.length - 1;
  if (event.kind === 'wake' || event.kind === 'deploy' || event.kind === 'collapse') await world.wake(actor);
  else if (event.kind === 'look') await world.look(actor, event.line);
  else if (event.kind === 'race') await race(world, event);
  else if (event.kind === 'act') await world.act(actor, event.line);
  else if (event.kind === 'checkout') actor.commit = world.commits.length - 1;
  else actor.ahead = event.minutes;
}

/** Somebody is faster between an actor's look and what it does on it. */
async function race(world: HistoryWorld, { actor, by, line }: HistoryEvent & { kind: 'race' }): Promise<void> {
  const [slow, fast] = [world.actors[actor], world.actors[by]];
  if (slow === undefined || fast === undefined) return;
  await world.look(slow, line);
  await world.wake(fast);
  await world.act(slow, line);
}

async function happenToRun(world: HistoryWorld, event: HistoryEvent & { kind: 'end' | 'die' | 'resume' | 'haunt' }) {
  const runs = world.runsThatAre(event.kind === 'resume' ? 'dead' : 'alive');
  const run = runs[event.which % runs.length];
  if (run === undefined) return;
  if (event.kind === 'end') await world.end(run, event.state);
  else if (event.kind === 'resume') await world.resume(run);
  else if (event.kind === 'haunt') await world.haunt(run);
  else run.worker = 'dead';
}

async function pause(world: HistoryWorld, line: string, isPaused: boolean): Promise<void> {
  const pipeline = world.files[line];
  if (pipeline === undefined) return;
  const paused = { by: 'Ana', at: new Date(world.now).toISOString() };
  await world.change(pipeline.id, isPaused ? 'pause' : 'unpause', ({ paused: _, ...state }) =>
    isPaused ? { ...state, paused } : state,
  );
}

function changed(world: HistoryWorld, files: Files, event: HistoryEvent & { line: string }): Files {
  const { line } = event;
  const { [line]: pipeline, ...others } = files;
  if (event.kind === 'return') {
    const gone = world.commits.findLast((each) => each[line] !== undefined)?.[line];
    return pipeline === undefined && gone !== undefined ? ordered({ ...files, [line]: gone }) : files;
  }
  if (pipeline === undefined) return files;
  if (event.kind === 'delete') return others;
  if (event.kind === 'rename') return renamed(files, pipeline);
  const { schedule, ...more } = event.kind === 'edit' ? event.setting : { schedule: [] };
  const isAfter = pipeline.on.after.length > 0 && pipeline.on.schedule.length === 0;
  return { ...files, [line]: { ...pipeline, ...more, on: { ...pipeline.on, schedule: isAfter ? [] : schedule } } };
}

/**
 * `a0` becomes `a1`, then `a2`, and then `a0` again; it lists all that it was called before. Who comes after it says so at the
 * same commit.
 */
function renamed(files: Files, { id: from, renamedFrom }: Pipeline): Files {
  const to = `${from.slice(0, 1)}${(Number(from.slice(1)) + 1) % 3}`;
  const before = [from, ...renamedFrom.filter((id) => id !== to)];
  const rename = (pipeline: Pipeline): Pipeline => ({
    ...pipeline,
    ...(pipeline.id === from ? { id: to, renamedFrom: before } : {}),
    on: { ...pipeline.on, after: pipeline.on.after.map((id) => (id === from ? to : id)) },
  });
  return Object.fromEntries(Object.entries(files).map(([line, pipeline]) => [line, rename(pipeline)]));
}

function ordered(files: Files): Files {
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The newest code everywhere, right clocks, nothing paused; whatever runs ends well, wake-ups go on. */
async function settle(world: HistoryWorld): Promise<void> {
  for (const actor of world.actors) Object.assign(actor, { ahead: 0, commit: world.commits.length - 1 });
  for (const line of Object.keys(world.files)) for (const actor of world.actors) await world.act(actor, line);
  for (let calm = 0; calm < 3; ) {
    for (const line of Object.keys(world.files)) await pause(world, line, false);
    for (const actor of world.actors) await world.wake(actor);
    const going = world.runsThatAre('alive');
    for (const run of going) await world.end(run, 'success');
    calm = going.length === 0 ? calm + 1 : 0;
  }
}

/** What is due and not settled; empty in the end, if nothing is lost. */
async function leftOver(world: HistoryWorld): Promise<readonly string[]> {
  const { files, now, judge } = world;
  const left: string[] = [];
  for (const [line, pipeline] of Object.entries(files)) {
    if (isBroken(pipeline, files)) continue;
    const { cursor, active } = await world.state(pipeline.id);
    const next = cursor === undefined ? undefined : nextFire(pipeline.on.schedule, Date.parse(cursor));
    if (next !== undefined && next <= now) left.push(`${line}: ${new Date(next).toISOString()} is not settled`);
    if (cursor !== judge.line(line).reached) left.push(`${line}: cursor ${cursor}`);
    if (active.length > 0) left.push(`${line}: ${active.length} are under way`);
    const { after } = pipeline.on;
    const isUnused = after.length > 0 && judge.unused(line, after.map(lineOf));
    if (isUnused) left.push(`${line}: a success of each of ${after.join(', ')} is not used`);
  }
  return left;
}
