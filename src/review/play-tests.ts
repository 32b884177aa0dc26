import { type Diagnostic, filesConcerned } from '../diagnostic/diagnostic.ts';
import { type Settings, settingsFile } from '../model/settings.ts';
import type { PipelineCoverage, TestFileResult } from '../report/tests/test-results.ts';
import { Coverage } from '../simulate/coverage.ts';
import { type PlayableTest, runTest, type TestBounds } from '../simulate/run-tests.ts';
import type { Effort } from '../simulate/world/effort.ts';
import type { Validation } from '../validate/validate.ts';
import type { ValidatedTest } from '../validate/validate-tests.ts';

/** Files that were judged together, and by which settings. */
export interface JudgedFiles extends Validation {
  readonly settings: Settings;
}

export interface PlayedTests {
  readonly files: readonly TestFileResult[];
  /** Of all pipelines, or of those that the tests are about; by id. */
  readonly coverage: readonly PipelineCoverage[];
  /** Errors of tests, of their pipelines and of the settings; such tests were not played. Sorted. */
  readonly errors: readonly Diagnostic[];
}

/** Plays tests of a working tree or a commit. `all`: the coverage of pipelines without tests counts, too; `effort`: what all of them together may take. */
export function playTests(
  judged: JudgedFiles,
  tests: readonly ValidatedTest[],
  { all, effort }: { readonly all: boolean; readonly effort?: Effort },
): PlayedTests {
  const { settings, pipelines } = judged;
  const errors = errorsOf(judged, tests);
  const broken = new Set(errors.flatMap(filesConcerned));
  const playable = tests.flatMap((each) => playableOf(judged, each, broken));
  const about = new Set(all ? pipelines.keys() : playable.map(({ pipeline }) => pipeline.id));
  const covered = [...pipelines.values()].filter(({ pipeline: { id, file } }) => about.has(id) && !broken.has(file));
  const coverage = new Map(covered.map(({ pipeline }) => [pipeline.id, new Coverage(pipeline)]));
  const files = playable.map((each) => runTest(each, settings, boundsOf(coverage.get(each.pipeline.id), effort)));
  return { files, errors, coverage: [...coverage.values()].map((each) => each.report()) };
}

function boundsOf(coverage: Coverage | undefined, effort: Effort | undefined): TestBounds {
  return { ...(coverage === undefined ? {} : { coverage }), ...(effort === undefined ? {} : { effort }) };
}

/** A pipeline whose shape is not whole is known by its file alone. */
function errorsOf({ diagnostics, files }: JudgedFiles, tests: readonly ValidatedTest[]): readonly Diagnostic[] {
  const about = new Set(tests.map(({ test }) => test?.pipeline));
  const pipelines = files.filter(({ id }) => about.has(id)).map(({ file }) => file);
  const wanted = new Set([settingsFile, ...tests.map(({ file }) => file), ...pipelines]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.filter((each) => filesConcerned(each).some((file) => wanted.has(file)));
}

function playableOf(
  { pipelines }: JudgedFiles,
  { file, test, source }: ValidatedTest,
  broken: ReadonlySet<string>,
): readonly PlayableTest[] {
  const pipeline = test === undefined ? undefined : pipelines.get(test.pipeline)?.pipeline;
  if (test === undefined || pipeline === undefined) return [];
  return [file, pipeline.file, settingsFile].some((each) => broken.has(each)) ? [] : [{ test, source, pipeline }];
}
