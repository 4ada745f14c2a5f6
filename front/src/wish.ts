/** What the reader has changed; it stands in the address, so that a page that is loaded again shows the same. */

export interface Wish {
  weights: Record<string, string>;
  hold: Record<string, string>;
  /** Moves that nobody can make, each as option:from:to. */
  barred: string[];
  reading: string;
  concept: string;
  choice: string;
  view: string;
}

export const NOTHING: Wish = { weights: {}, hold: {}, barred: [], reading: '', concept: '', choice: '', view: '' };

const pairs = (kind: string, of: Record<string, string>): [string, string][] =>
  Object.keys(of).sort().map((name) => [kind, `${name}:${of[name]}`]);

/** The same wish is always written in the same way. */
export function written(wish: Wish, shown = true): string {
  const listed = [...pairs('weight', wish.weights), ...pairs('hold', wish.hold), ...wish.barred.map((move): [string, string] => ['bar', move])];
  if (wish.reading) listed.push(['reading', wish.reading]);
  if (wish.concept) listed.push(['concept', wish.concept]);
  if (shown && wish.choice) listed.push(['choice', wish.choice]);
  if (shown && wish.view) listed.push(['view', wish.view]);
  return new URLSearchParams(listed).toString();
}

export function read(query: string): Wish {
  const given = new URLSearchParams(query);
  const split = (kind: string) => {
    const found = given.getAll(kind).map((text): [string, string] => {
      const at = text.indexOf(':');
      return [text.slice(0, at), text.slice(at + 1)];
    });
    return Object.fromEntries(found.filter(([name, value]) => name && value));
  };
  return {
    weights: split('weight'),
    hold: split('hold'),
    barred: [...new Set(given.getAll('bar'))].sort(),
    reading: given.get('reading') ?? '',
    concept: given.get('concept') ?? '',
    choice: given.get('choice') ?? '',
    view: given.get('view') ?? '',
  };
}

/** A range as it is typed: `2..4`, or one number; null for anything else. */
export function ends(text: string): [number, number] | null {
  const found = /^\s*([+-]?[\d.]+)\s*(?:\.\.\s*([+-]?[\d.]+))?\s*$/.exec(text.replace(/\.\./, ' .. '));
  if (!found) return null;
  const low = Number(found[1]);
  const high = found[2] === undefined ? low : Number(found[2]);
  return Number.isFinite(low) && Number.isFinite(high) && low <= high ? [low, high] : null;
}

export const typed = (low: number, high: number): string => (low === high ? `${low}` : `${low}..${high}`);
