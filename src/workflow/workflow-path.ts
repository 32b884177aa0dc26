/** Where the generated workflow is, from the repository's root. */
export const workflowFile = '.github/workflows/segue.yml';
