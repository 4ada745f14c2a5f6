/** What is worked out in the background: how far it is, what came of it, and an end to it at any time. */
import { events, Refusal } from './ask';
import type { Section } from './types';

export const SILENT = 'The workbench does not answer. Is detente web still running?';

export class Later {
  sections = $state<Section[]>([]);
  told = $state('');
  refused = $state('');
  running = $state<AbortController | null>(null);

  async work(address: string) {
    this.running?.abort();
    const mine = new AbortController();
    this.running = mine;
    this.refused = '';
    this.sections = [];
    this.told = 'Starting';
    try {
      await events(address, mine.signal, (kind, data) => {
        if (kind === 'progress') this.told = String(data) || 'Working';
        if (kind === 'sections') this.sections = data as Section[];
      });
    } catch (error) {
      if (mine.signal.aborted) return;
      this.refused = error instanceof Refusal ? error.message : SILENT;
    }
    if (this.running === mine) this.running = null;
  }
  cancel() {
    this.running?.abort();
    this.running = null;
    this.told = '';
  }
}
