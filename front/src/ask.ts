/** Asking the server: plain questions, and answers that come in stages. */

import type { Answer } from './types';

export class Refusal extends Error {}

export async function ask<T>(path: string, query = ''): Promise<T> {
  const got = await fetch(query ? `${path}?${query}` : path, { headers: { accept: 'application/json' } });
  if (got.status === 422) throw new Refusal((await got.json()).refused);
  if (!got.ok) throw new Refusal(await got.text());
  return got.json();
}

/** Calls back with each event; once `signal` is aborted nothing is told any more, however late it comes. */
export async function events(path: string, signal: AbortSignal, tell: (kind: string, data: unknown) => void): Promise<void> {
  const got = await fetch(path, { signal });
  if (!got.ok || !got.body) throw new Refusal(await got.text());
  const reader = got.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (signal.aborted || done) return;
    rest += value;
    const whole = rest.split('\n\n');
    rest = whole.pop()!;
    for (const event of whole) {
      const [kind, text] = event.split('\n').map((line) => line.slice(line.indexOf(': ') + 2)) as [string, string];
      const data: unknown = JSON.parse(text);
      if (kind === 'refused') throw new Refusal((data as { refused: string }).refused);
      tell(kind, data);
    }
  }
}

/** Calls back with each stage of an answer. */
export const follow = (query: string, signal: AbortSignal, tell: (answer: Answer) => void): Promise<void> =>
  events(`/api/answer?${query}`, signal, (kind, data) => kind === 'answer' && tell(data as Answer));
