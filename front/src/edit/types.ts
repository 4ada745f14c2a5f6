/** What the server says of a text that is edited. */

export interface Problem {
  code: string;
  name: string;
  severity: string;
  line: number;
  column: number;
  end: number;
  value: string;
  cause: string;
  nearest: string[];
  fixes: string[];
}

export interface Row {
  path: (string | number)[];
  id: string;
  words: string;
  when: string;
  weight: string;
  lines: number[];
}

export interface Offers {
  options: Record<string, string[]>;
  scale: string[];
  names: { label: string; detail: string }[];
}

export interface Looked {
  problems: Problem[];
  elsewhere: string[];
  form: { actor: string; name: string; path: (string | number)[]; statements: Row[] }[] | null;
  offers: Offers;
  now: string;
}

export interface Opened {
  text: string;
  base: string;
  now: string;
  draft: boolean;
  file: string;
  fixed: string;
}

export interface Chunk {
  kind: 'same' | 'mine' | 'theirs' | 'both' | 'conflict';
  base: string;
  mine: string;
  theirs: string;
}

/** What the text view is given, and what can be asked of it. */
export interface Given {
  text: string;
  label: string;
  changed: (text: string) => void;
  undo: () => void;
  redo: () => void;
  save: () => void;
  next: () => void;
  offers: () => Offers | null;
}

export interface View {
  set: (text: string) => void;
  mark: (problems: Problem[]) => void;
  go: (line: number, column: number) => void;
  close: () => void;
}
