/** Slug of the GitHub App that the manifest proposes; whoever sets it up may choose another. */
export const appName = 'segue-pipelines';
