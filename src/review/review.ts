import type { CheckAnnotation, CheckConclusion } from '../report/forge/forge.ts';

/** What is said of a pull request. Texts are Markdown, safe and within the forge's limits. */
export interface Review {
  /** Whether a pipeline, a setting or a file that a task runs changes at all, or fewer tests are written; else there is no comment. */
  readonly changesPipelines: boolean;
  /** `failure` for errors and for policy that nobody waived; `neutral` for warnings is not used, since it reads as "not checked". */
  readonly conclusion: CheckConclusion;
  /** Of the check run: one line, the verdict. */
  readonly title: string;
  /** Of the check run: the full report. */
  readonly summary: string;
  readonly annotations: readonly CheckAnnotation[];
  /** Body of the comment; absent exactly where nothing of pipelines changes and no test is gone. */
  readonly comment?: string;
}
