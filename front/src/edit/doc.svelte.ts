/** The text that is edited, with every step that can be undone; form and text view share it. */

import { difference, type Patch } from './difference';

/** Steps that are kept. */
const KEPT = 500;
/** Milliseconds within which further typing belongs to the same step. */
const TOGETHER = 400;

const patched = (text: string, at: number, out: string, put: string) => text.slice(0, at) + put + text.slice(at + out.length);

export class Doc {
  text = $state('');
  steps = $state(0);
  undone = $state(0);
  private done: Patch[] = [];
  private again: Patch[] = [];
  private last = 0;
  private from = '';

  open(text: string) {
    this.text = text;
    this.done = [];
    this.again = [];
    this.count();
  }
  private count() {
    this.steps = this.done.length;
    this.undone = this.again.length;
  }
  set(text: string, typing = false) {
    if (text === this.text) return;
    const now = Date.now();
    const joined = typing && this.done.length > 0 && !this.again.length && this.from !== '' && now - this.last < TOGETHER;
    if (!joined) this.from = this.text;
    const step = difference(joined ? this.from : this.text, text);
    if (joined) this.done[this.done.length - 1] = step;
    else this.done.push(step);
    if (this.done.length > KEPT) this.done.shift();
    if (!typing) this.from = '';
    this.last = now;
    this.again = [];
    this.text = text;
    this.count();
  }
  undo() {
    const step = this.done.pop();
    if (!step) return;
    this.again.push(step);
    this.from = '';
    this.text = patched(this.text, step.at, step.put, step.out);
    this.count();
  }
  redo() {
    const step = this.again.pop();
    if (!step) return;
    this.done.push(step);
    this.from = '';
    this.text = patched(this.text, step.at, step.out, step.put);
    this.count();
  }
}
