/** A repository that the App is installed in. */
export interface RepositoryAddress {
  /** GitHub's number of the installation, for its tokens. */
  readonly installation: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
}

/** `acme/data`, in small letters: GitHub takes either case, so what is counted or locked by name must not. */
export function nameOf({ owner, name }: Pick<RepositoryAddress, 'owner' | 'name'>): string {
  return `${owner}/${name}`.toLowerCase();
}
