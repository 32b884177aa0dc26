/** For commits that Segue makes on its own account: they need no configured user, and carry no news about a person. */
export const segueIdentity: Readonly<Record<string, string>> = {
  GIT_AUTHOR_NAME: 'Segue',
  GIT_AUTHOR_EMAIL: 'segue@localhost',
  GIT_COMMITTER_NAME: 'Segue',
  GIT_COMMITTER_EMAIL: 'segue@localhost',
};
