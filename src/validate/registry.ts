import { demands } from './demands/demand-registry.ts';
import { demandRule } from './demands/demand-rule.ts';
import type { Rule } from './rule.ts';
import { afterCycle } from './rules/after-cycle.ts';
import { aliasBomb } from './rules/alias-bomb.ts';
import { backfillWithoutSchedule } from './rules/backfill-without-schedule.ts';
import { backwardsBackfill } from './rules/backwards-backfill.ts';
import { badBackfillParam } from './rules/bad-backfill-param.ts';
import { badCron } from './rules/bad-cron.ts';
import { badDate } from './rules/bad-date.ts';
import { badDuration } from './rules/bad-duration.ts';
import { badForeach } from './rules/bad-foreach.ts';
import { badId } from './rules/bad-id.ts';
import { badOldId } from './rules/bad-old-id.ts';
import { badParam } from './rules/bad-param.ts';
import { badSecret } from './rules/bad-secret.ts';
import { badShell } from './rules/bad-shell.ts';
import { badTestTime } from './rules/bad-test-time.ts';
import { badTestValue } from './rules/bad-test-value.ts';
import { badTimezone } from './rules/bad-timezone.ts';
import { cronNeverFires } from './rules/cron-never-fires.ts';
import { cycle } from './rules/cycle.ts';
import { deadlineTooShort } from './rules/deadline-too-short.ts';
import { duplicateAfter } from './rules/duplicate-after.ts';
import { duplicateKey } from './rules/duplicate-key.ts';
import { duplicateNeed } from './rules/duplicate-need.ts';
import { emptyBackfill } from './rules/empty-backfill.ts';
import { emptyRun } from './rules/empty-run.ts';
import { emptyTest } from './rules/empty-test.ts';
import { endBeforeStart } from './rules/end-before-start.ts';
import { expressionSyntax } from './rules/expression-syntax.ts';
import { fileTooLarge } from './rules/file-too-large.ts';
import { foreignWord } from './rules/foreign-word.ts';
import { impossibleAnswer } from './rules/impossible-answer.ts';
import { largeBackfill } from './rules/large-backfill.ts';
import { missingKey } from './rules/missing-key.ts';
import { missingOwner } from './rules/missing-owner.ts';
import { notAMapping } from './rules/not-a-mapping.ts';
import { notInNeeds } from './rules/not-in-needs.ts';
import { notOneText } from './rules/not-one-text.ts';
import { oldIdInUse } from './rules/old-id-in-use.ts';
import { oldIdTakenTwice } from './rules/old-id-taken-twice.ts';
import { outOfBounds } from './rules/out-of-bounds.ts';
import { outlastsJob } from './rules/outlasts-job.ts';
import { pathOutside } from './rules/path-outside.ts';
import { policyOfNothing } from './rules/policy-of-nothing.ts';
import { reservedVariable } from './rules/reserved-variable.ts';
import { sameBackfill } from './rules/same-backfill.ts';
import { sameId } from './rules/same-id.ts';
import { sameTestCase } from './rules/same-test-case.ts';
import { scriptInjection } from './rules/script-injection.ts';
import { secretLiteral } from './rules/secret-literal.ts';
import { selfAfter } from './rules/self-after.ts';
import { selfNeed } from './rules/self-need.ts';
import { syntax } from './rules/syntax.ts';
import { unknownAfter } from './rules/unknown-after.ts';
import { unknownBackfillPipeline } from './rules/unknown-backfill-pipeline.ts';
import { unknownEnvironment } from './rules/unknown-environment.ts';
import { unknownKey } from './rules/unknown-key.ts';
import { unknownLane } from './rules/unknown-lane.ts';
import { unknownName } from './rules/unknown-name.ts';
import { unknownNeed } from './rules/unknown-need.ts';
import { unknownPool } from './rules/unknown-pool.ts';
import { unknownTestPipeline } from './rules/unknown-test-pipeline.ts';
import { unknownTestTask } from './rules/unknown-test-task.ts';
import { unreachableTask } from './rules/unreachable-task.ts';
import { wrongType } from './rules/wrong-type.ts';

/** Every rule, in the order of the codes. */
export const rules: readonly Rule[] = [
  syntax,
  duplicateKey,
  fileTooLarge,
  aliasBomb,
  notOneText,
  notAMapping,
  unknownKey,
  foreignWord,
  wrongType,
  badId,
  missingKey,
  emptyRun,
  badShell,
  badDuration,
  outOfBounds,
  badDate,
  unknownNeed,
  selfNeed,
  duplicateNeed,
  cycle,
  unreachableTask,
  sameId,
  unknownAfter,
  selfAfter,
  duplicateAfter,
  afterCycle,
  badOldId,
  oldIdInUse,
  oldIdTakenTwice,
  badCron,
  badTimezone,
  cronNeverFires,
  deadlineTooShort,
  endBeforeStart,
  expressionSyntax,
  unknownName,
  notInNeeds,
  scriptInjection,
  secretLiteral,
  badForeach,
  badParam,
  badSecret,
  pathOutside,
  reservedVariable,
  unknownPool,
  unknownLane,
  unknownEnvironment,
  missingOwner,
  outlastsJob,
  policyOfNothing,
  unknownBackfillPipeline,
  backfillWithoutSchedule,
  backwardsBackfill,
  emptyBackfill,
  largeBackfill,
  badBackfillParam,
  sameBackfill,
  unknownTestPipeline,
  unknownTestTask,
  badTestValue,
  badTestTime,
  sameTestCase,
  impossibleAnswer,
  emptyTest,
  ...demands.map(demandRule),
];

const byKey = new Map<string, Rule>(
  rules.flatMap((rule) => [
    [rule.code.toLowerCase(), rule],
    [rule.name, rule],
  ]),
);

/** The rule of a code (`SG201`, in any case) or of a name (`unknown-need`). */
export function findRule(codeOrName: string): Rule | undefined {
  return byKey.get(codeOrName.trim().toLowerCase());
}
