/** What the server sends; the words and digits are those of the brief. */

export interface Why {
  choice: string;
  named: string;
  state: Record<string, string>;
  chance: Record<string, string>;
}

export interface Cell {
  text: string;
  value: number | null;
  se: number | null;
  worlds: number;
  choice: string;
  why: Why | null;
}

export interface Row {
  id: string;
  label: string;
  cells: Cell[];
}

export interface Shares {
  title: string;
  head: string;
  columns: { id: string; label: string }[];
  rows: Row[];
  note: string;
}

export interface Answer {
  worlds: number;
  of: number;
  whole: boolean;
  concept: string;
  seed: number;
  digest: string;
  states: number;
  sentences: string[];
  reasons: Section[];
  decides: string[];
  tables: Shares[];
  changed: string[];
}

export interface Statement {
  id: string;
  words: string;
  weight: string;
  low: number;
  high: number;
  form: string;
  overridden: string[];
  at: string[];
}

export interface Option {
  id: string;
  name: string;
  owner: string;
  chosen: boolean;
  movable: boolean;
  levels: { id: string; words: string }[];
}

export interface About {
  case: string;
  title: string;
  as_of: string;
  focal: string;
  dated: boolean;
  compares?: boolean;
  edits?: boolean;
  groups?: boolean;
  reviews?: boolean;
  concept: string;
  concepts: string[];
  readings: { id: string; name: string }[];
  choices: { id: string; name: string }[];
  outcomes: { id: string; name: string }[];
  options: Option[];
  actors: { id: string; name: string; statements: Statement[] }[];
}

export interface Ground {
  id: string;
  words: string;
  weight: string;
  holds: boolean;
  turns: boolean;
  at: string[];
  judgement: boolean;
}

export interface Account {
  head: string;
  rule: string;
  command: string;
  sentences: { words: string; actors: { actor: string; name: string; statements: Ground[] }[] }[];
}

export interface Passage {
  at: string;
  source: Record<string, string>;
  verdict: string;
  text: string;
  used: string[];
}

export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'list'; title: string; items: string[]; marks: string[] }
  | { kind: 'table'; title: string; columns: string[]; rows: unknown[][]; note: string };

export interface Influence {
  key: string;
  actor: string;
  title: string;
  words: string;
  options: string[];
  strands: { words: string; text: string; weight: number; options: number[]; meets: number[]; breaks: number[] }[];
  outcomes: string[];
}

export interface Section {
  id: string;
  title: string;
  parts: Part[];
  pictures?: Influence[];
}

export interface Situations {
  total: number;
  feasible: number;
  start: number;
  actors: { id: string; name: string }[];
  rows: { state: number; words: string; outcome: string; levels: string[] }[];
}

export interface Group {
  who: string;
  owner: boolean;
  analysts: string[];
  methods: string[];
  round: { id: number; number: number; who: string; at: string; revealed: boolean; changed: boolean } | null;
  sheet: { kind: string; id: string; asks: string; unit: string }[];
  mine: Record<string, { values: string[]; rev: number }>;
  progress: { who: string; answered: number }[];
  sections: Section[];
}

export interface Kept {
  name: string;
  query: string;
  who: string;
  at: string;
  rev: number;
}

/** How far a review is, and one of its open items. */
export interface Review {
  file: string;
  log: string;
  counts: { accept: number; merge: number; reject: number; open: number };
  rev: number;
  open: string[];
  fields: Record<string, string[]>;
  modalities: string[];
  names: string[];
  reasons: string[];
  card: {
    id: string;
    type: string;
    at: string[];
    around: [string, string, string];
    rows: [string, string][];
    flags: string[];
    reason: string;
    near: [string, string][];
    others: [string, string][];
    as: Record<string, string>;
  } | null;
}
