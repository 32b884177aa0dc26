/** All machines of a world look alike. */
export function availableParallelism(): number {
  return 4;
}

export function hostname(): string {
  return 'host';
}

export function userInfo(): { readonly username: string } {
  return { username: 'segue' };
}
