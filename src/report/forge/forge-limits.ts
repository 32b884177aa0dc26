/**
 * What GitHub takes, each with the place that says so. Lengths are characters. Pages are cut to these before they are a wish,
 * and no other file knows the numbers.
 */
export const forgeLimits = {
  /** docs.github.com/rest/checks/runs, "Create a check run", `output.annotations`; further updates append. */
  annotationsPerRequest: 50,
  /** The same page, `output.summary` and `output.text`. */
  checkText: 65_535,
  /** The same page, an annotation's `title`. */
  annotationTitle: 255,
  /** The same page: 64 KB; of characters that take four bytes it is a quarter as many. */
  annotationBytes: 64 * 1024,
  /** "body is too long (maximum is 65536 characters)", of issues and of comments. */
  body: 65_536,
  /** "title is too long (maximum is 256 characters)", of issues. */
  issueTitle: 256,
  /** docs.github.com/actions/reference/workflows-and-actions/workflow-commands, "Adding a job summary": bytes, for each step. */
  stepSummaryBytes: 1024 * 1024,
  /** docs.github.com/issues/using-labels-and-milestones-to-track-work/managing-labels */
  labelName: 50,
  labelDescription: 100,
  labelsPerIssue: 100,
  /** docs.github.com/rest/issues/assignees, "Add assignees to an issue". */
  assigneesPerIssue: 10,
  /** docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
  pageSize: 100,
  /** docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api, "Pause between mutative requests". */
  writeGapMs: 1_000,
  /** docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api, "About secondary rate limits": no more content than this. */
  contentPerMinute: 80,
  contentPerHour: 500,
  /** Best practices, "Handle rate limit errors appropriately": where no header says how long, at least a minute, then longer. */
  limitedAtLeastMs: 60_000,
} as const;
