import type { Range } from '../diagnostic/diagnostic.ts';
import type { CaseExpectation } from '../model/pipeline-test.ts';

import { taskOfInstance } from '../model/pipeline-test.ts';
import { orderRoute } from '../model/test-places.ts';
import type { Route, Source } from '../model/yaml/source.ts';
import type { Mismatch } from '../report/tests/test-results.ts';
import { explainTask } from './explain-task.ts';
import type { PlayedCase } from './play-case.ts';
import type { Move } from './simulate-run.ts';

/** Which tasks start, and in which order: what of that is otherwise than expected. `route` leads to the expectation. */
export function judgeOrder(
  expect: CaseExpectation,
  played: PlayedCase,
  route: Route,
  source: Source,
): readonly Mismatch[] {
  const chains = expect.order.flatMap((chain, index) =>
    chain.slice(1).flatMap((task, link) => {
      const range = source.value(orderRoute([...route, 'order'], index, link + 1, source));
      return judgeLink(chain[link] ?? task, task, played, range);
    }),
  );
  return [...judgeStarts(expect.starts, played, [...route, 'starts'], source), ...chains];
}

function judgeStarts(
  expected: readonly string[] | undefined,
  played: PlayedCase,
  route: Route,
  source: Source,
): readonly Mismatch[] {
  if (expected === undefined) return [];
  const started = new Set(played.moves.map(({ task }) => taskOfInstance(task)));
  const missing = expected.flatMap((task, index): readonly Mismatch[] =>
    started.has(task) ? [] : [notStarted(task, played, source.value([...route, index]))],
  );
  const others = [...started].filter((task) => !expected.includes(task));
  const extra = others.map(
    (task): Mismatch => ({
      range: source.key(route),
      expected: 'no other task starts',
      got: `${task} starts`,
      because: explainTask(played, task),
    }),
  );
  return [...missing, ...extra];
}

function judgeLink(before: string, after: string, played: PlayedCase, range: Range): readonly Mismatch[] {
  const ofTask = (task: string) => (move: Move) => move.task === task || taskOfInstance(move.task) === task;
  const { moves } = played;
  const idle = [before, after].find((task) => !moves.some(ofTask(task)));
  if (idle !== undefined) return [notStarted(idle, played, range)];
  const ends = moves.findLastIndex(ofTask(before));
  const begins = moves.findIndex(ofTask(after));
  if (ends < begins) return [];
  const isWhile = moves.slice(0, begins).some(ofTask(before));
  const got = isWhile ? `it starts while ${before} is not yet at its end` : `it starts before ${before} does`;
  return [{ range, expected: `${after} starts when ${before} has ended`, got, because: [] }];
}

function notStarted(task: string, played: PlayedCase, range: Range): Mismatch {
  const because = explainTask(played, task in played.document.tasks ? task : taskOfInstance(task));
  return { range, expected: `${task} starts`, got: 'it does not', because };
}
