/** A whole number with a comma between thousands. `toLocaleString` loads the languages of the world first, for 11 ms. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
