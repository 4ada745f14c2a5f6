/** What our drawings share: lines of words, and where they stand. */

export const STEP = 15;

/** Breaks words into at most four lines of so many letters. */
export function lines(words: string, most: number): string[] {
  const found: string[] = [];
  for (const word of words.split(' ')) {
    const last = found.at(-1);
    if (last !== undefined && last.length + word.length < most) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found.length <= 4 ? found : [...found.slice(0, 3), `${found[3]} …`];
}

export interface Placed {
  lines: string[];
  top: number;
  middle: number;
}

/** Spreads entries over a height, one below the other. */
export function stacked(column: string[][], top: number, tall: number): Placed[] {
  const used = column.reduce((sum, l) => sum + l.length * STEP + 12, 0);
  const spare = (tall - used) / Math.max(column.length, 1);
  let y = top;
  return column.map((found) => {
    const begins = y + spare / 2;
    y = begins + found.length * STEP + 12 + spare / 2;
    return { lines: found, top: begins - 3, middle: begins + (found.length * STEP) / 2 };
  });
}
