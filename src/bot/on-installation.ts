/** The App sees repositories that it did not see before: what is open there has waited for a review. */
export function onInstallation(): 'look-around' {
  return 'look-around';
}
