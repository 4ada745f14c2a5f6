/** Asking the server: plain questions, and answers that come in stages. */

import type { Answer } from './types';

export class Refusal extends Error {}

export async function ask<T>(path: string, query = ''): Promise<T> {
  const got = await fetch(query ? `${path}?${query}` : path, { headers: { accept: 'application/json' } });
  if (got.status === 422) throw new Refusal((await got.json()).refused);
  if (!got.ok) throw new Refusal(await got.text());
  return got.json();
}

/** Calls back with each stage; once `signal` is aborted nothing is told any more, however late it comes. */
export async function follow(query: string, signal: AbortSignal, tell: (answer: Answer) => void): Promise<void> {
  const got = await fetch(`/api/answer?${query}`, { signal });
  if (!got.ok || !got.body) throw new Refusal(await got.text());
  const reader = got.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (signal.aborted) return;
    if (done) return;
    rest += value;
    const events = rest.split('\n\n');
    rest = events.pop()!;
    for (const event of events) {
      const [kind, data] = event.split('\n').map((line) => line.slice(line.indexOf(': ') + 2));
      if (kind === 'refused') throw new Refusal(JSON.parse(data!).refused);
      if (kind === 'answer') tell(JSON.parse(data!));
    }
  }
}
