import type { RunDocument } from '../../run/document.ts';
import { isHandOver } from '../../run/handed-over.ts';
import { unreachable } from '../../run/states.ts';
import { failuresOf, toleratedFailuresOf } from './run-failures.ts';

/** What to type next: pairs of a command with the run's real id and what it does. */
export function runCommands(run: RunDocument, id: string): readonly (readonly [string, string])[] {
  const env = environmentOption(run.environment);
  return commandsOf(run, id).map(([command, what]) => [`${command}${env}`, what]);
}

/** Commands look into `local` if they are not told otherwise. */
export function environmentOption(environment: string): string {
  return environment === 'local' ? '' : ` --env ${environment}`;
}

function commandsOf(run: RunDocument, id: string): readonly (readonly [string, string])[] {
  switch (run.state) {
    case 'success':
      return toleratedFailuresOf(run)
        .slice(0, 1)
        .flatMap(({ task }) => logsCommand(run, id, task));
    case 'failed':
      return failedCommands(run, id);
    case 'cancelled':
      if (isHandOver(run.cancelled)) return handedOverCommands(id);
      return run.cancelled?.why === 'interrupt'
        ? [[`segue resume ${id}`, 'goes on with what is not finished']]
        : [[`segue retry ${id}`, 'runs what did not succeed']];
    case 'running':
      return [
        [`segue logs ${id} --follow`, 'what it prints'],
        [`segue cancel ${id}`, 'asks it to end'],
      ];
    default:
      return unreachable(run.state);
  }
}

/** The next tick goes on with it, whatever anybody types. */
function handedOverCommands(id: string): readonly (readonly [string, string])[] {
  return [
    [`segue status ${id}`, 'how far it has got'],
    [`segue cancel ${id}`, 'ends it for good'],
  ];
}

function failedCommands(run: RunDocument, id: string): readonly (readonly [string, string])[] {
  const failures = failuresOf(run);
  const first = failures[0]?.task;
  const alone = failures.length === 1 && failures[0]?.others.length === 0;
  const what = alone && first !== undefined ? first : 'what failed';
  const waiting = Object.values(run.tasks).some(({ state }) => state === 'upstream_failed');
  const logs = first === undefined ? [] : logsCommand(run, id, first);
  return [...logs, [`segue retry ${id}`, `${what}${waiting ? ' and what waits for it' : ''}, with your fix`]];
}

function logsCommand(run: RunDocument, id: string, task: string): readonly (readonly [string, string])[] {
  const logged = (run.tasks[task]?.attempts.length ?? 0) > 0;
  return logged ? [[`segue logs ${id} ${quoted(task)}`, 'the whole log']] : [];
}

/** Brackets of an instance (`load[3]`) mean something to shells. */
function quoted(task: string): string {
  return task.includes('[') ? `'${task}'` : task;
}
