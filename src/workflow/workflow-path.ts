/** Where the generated workflow is, from the repository's root. */
export const workflowFile = '.github/workflows/segue.yml';
/** Where the one is that reviews pull requests. */
export const pullWorkflowFile = '.github/workflows/segue-check.yml';
