/** What one text has in place of another: one run of signs. */

export interface Patch {
  at: number;
  out: string;
  put: string;
}

export function difference(from: string, to: string): Patch {
  let at = 0;
  const shorter = Math.min(from.length, to.length);
  while (at < shorter && from[at] === to[at]) at++;
  let end = 0;
  while (end < shorter - at && from[from.length - 1 - end] === to[to.length - 1 - end]) end++;
  return { at, out: from.slice(at, from.length - end), put: to.slice(at, to.length - end) };
}
