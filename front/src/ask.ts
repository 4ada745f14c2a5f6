/** Asking the server: plain questions, and answers that come in stages. */

import type { Answer } from './types';

export class Refusal extends Error {}

/** In a file that was saved there is no server; what it would say stands in the page. */
interface Stored {
  case: unknown;
  answers: Record<string, Answer>;
  accounts: Record<string, unknown>;
  passages: Record<string, unknown>;
}
const kept = document.getElementById('stored')?.textContent;
export const stored: Stored | null = kept ? (JSON.parse(kept) as Stored) : null;

function recall(path: string, query: string): unknown {
  const asked = new URLSearchParams(query);
  if (path === '/api/case') return stored!.case;
  if (path === '/api/passage') return stored!.passages[asked.get('at') ?? ''];
  if (path === '/api/why') return stored!.accounts[query];
  return undefined;
}

export async function ask<T>(path: string, query = ''): Promise<T> {
  if (stored) {
    const found = recall(path, query);
    if (found === undefined) throw new Refusal('This file holds the reasons of the case as it is written.');
    return found as T;
  }
  const got = await fetch(query ? `${path}?${query}` : path, { headers: { accept: 'application/json' } });
  if (got.status === 422) throw new Refusal((await got.json()).refused);
  if (!got.ok) throw new Refusal(await got.text());
  return got.json();
}

/** Calls back with each event; once `signal` is aborted nothing is told any more, however late it comes. */
export async function events(path: string, signal: AbortSignal, tell: (kind: string, data: unknown) => void): Promise<void> {
  if (stored) {
    const found = stored.answers[path.slice(path.indexOf('?') + 1)];
    if (!found) throw new Refusal('This file holds single changes only: one reading, one concept or one option held.');
    tell('answer', found);
    return;
  }
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

/** What came back from something that was sent: its status and what it says. */
export interface Told {
  status: number;
  data: Record<string, unknown>;
}

/** Sends something that changes something. */
export async function send(path: string, body: unknown, heads: Record<string, string> = {}): Promise<Told> {
  const got = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', ...heads }, body: JSON.stringify(body) });
  const text = await got.text();
  const json = got.headers.get('content-type')?.startsWith('application/json');
  return { status: got.status, data: json ? JSON.parse(text) : { refused: text } };
}
