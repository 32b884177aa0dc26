/** Numbers of which always the smallest is taken next. `push` and `pop` take logarithmic time. */
export class MinHeap {
  readonly #items: number[] = [];

  push(value: number): void {
    const items = this.#items;
    let at = items.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((items[parent] ?? value) <= value) break;
      items[at] = items[parent] ?? value;
      at = parent;
    }
    items[at] = value;
  }

  /** Takes the smallest away; `undefined` if there is none. */
  pop(): number | undefined {
    const smallest = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) this.#sink(last);
    return smallest;
  }

  #sink(value: number): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      const child = this.#smallerChild(at);
      const below = items[child];
      if (below === undefined || below >= value) break;
      items[at] = below;
      at = child;
    }
    items[at] = value;
  }

  #smallerChild(at: number): number {
    const left = 2 * at + 1;
    const right = left + 1;
    const items = this.#items;
    return (items[right] ?? Number.POSITIVE_INFINITY) < (items[left] ?? Number.POSITIVE_INFINITY) ? right : left;
  }
}
