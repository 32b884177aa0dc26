/** Whether octokit threw it because GraphQL refused what was asked: with status 200, so it is no failure of the request. */
export function isGraphqlError(error: unknown): boolean {
  return error instanceof Error && error.name === 'GraphqlResponseError';
}
