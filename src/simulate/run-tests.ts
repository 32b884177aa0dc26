import type { Pipeline } from '../model/pipeline.ts';
import type { PipelineTest } from '../model/pipeline-test.ts';
import type { Settings } from '../model/settings.ts';
import type { Source } from '../model/source.ts';
import type { CaseResult, TestFileResult } from '../report/test-results.ts';
import type { Coverage } from './coverage.ts';
import { judgeCase, runMs } from './judge-case.ts';
import { judgeFires } from './judge-fires.ts';
import { playCase } from './play-case.ts';

/** A test without errors, and the pipeline that it is about, without errors too. */
export interface PlayableTest {
  readonly test: PipelineTest;
  readonly source: Source;
  readonly pipeline: Pipeline;
}

/** Plays all cases of a test file in virtual time; nothing is executed. `coverage` hears of each run. */
export function runTest(
  { test, source, pipeline }: PlayableTest,
  settings: Settings,
  coverage?: Pick<Coverage, 'note'>,
): TestFileResult {
  const cases = test.cases.map((each, index): CaseResult => {
    const played = playCase(pipeline, settings, each);
    coverage?.note(played.document);
    const mismatches = judgeCase(each, played, ['cases', index], source);
    return { name: each.name, durationMs: runMs(played), mismatches };
  });
  const fires = test.schedule.map((each, index): CaseResult => {
    const mismatches = judgeFires(each, pipeline, ['schedule', index], source);
    return { name: `schedule: fires after ${each.after}`, mismatches };
  });
  return { file: test.file, pipeline: test.pipeline, cases: [...cases, ...fires] };
}
