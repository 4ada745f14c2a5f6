/** The text view. It is a script of its own, fetched only where a text is edited. */
import { autocompletion, completionKeymap, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, Transaction } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { difference } from './edit/difference';
import type { Given, Problem, View } from './edit/types';

const look = EditorView.theme({
  '&': { height: '30rem', fontSize: '.8125rem', border: '1px solid var(--c0)', borderRadius: '4px', backgroundColor: 'var(--paper)', color: 'var(--ink)' },
  '&.cm-focused': { outline: '3px solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--soft)', color: 'var(--muted)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--soft) 70%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--bar) 30%, transparent)' },
  '.cm-tooltip': { backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--line)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--bar)', color: 'var(--paper)' },
  '.cm-diagnostic': { borderLeftColor: 'var(--wrong)' },
  '.cm-diagnosticAction': { backgroundColor: 'var(--link)', color: 'var(--paper)', fontSize: '.8125rem' },
});
const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--link)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--wrong)' },
]);

/** Offers names at the caret: levels after `option ==`, words of the scale after `weight:`, else everything. */
function complete(given: Given) {
  return (context: CompletionContext): CompletionResult | null => {
    const offers = given.offers();
    const word = context.matchBefore(/[\w.-]*/);
    if (!offers || !word || (word.from === word.to && !context.explicit)) return null;
    const before = context.state.doc.lineAt(word.from).text.slice(0, word.from - context.state.doc.lineAt(word.from).from);
    const option = /([\w-]+\.[\w-]+)\s*(?:==|!=|>=|<=|<|>|:)\s*$/.exec(before)?.[1];
    const levels = option ? offers.options[option] : undefined;
    if (levels) return { from: word.from, options: levels.map((label) => ({ label, detail: `level of ${option}`, type: 'enum' })) };
    if (/weight:\s*$/.test(before)) return { from: word.from, options: offers.scale.map((label) => ({ label, detail: 'scale', type: 'constant' })) };
    const options = [
      ...Object.keys(offers.options).map((label) => ({ label, detail: 'option', type: 'variable' })),
      ...offers.names.map((name) => ({ ...name, type: 'text' })),
      ...offers.scale.map((label) => ({ label, detail: 'scale', type: 'constant' })),
    ];
    return { from: word.from, options };
  };
}

export function open(host: HTMLElement, given: Given): View {
  // In a shadow tree styles are adopted, not inserted, so that the content policy needs no exception.
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  root.replaceChildren();
  const parent = root.appendChild(document.createElement('div'));
  let ours = false;
  const keys = keymap.of([
    { key: 'Mod-z', run: () => (given.undo(), true) },
    { key: 'Mod-y', run: () => (given.redo(), true) },
    { key: 'Mod-Shift-z', run: () => (given.redo(), true) },
    { key: 'Mod-s', run: () => (given.save(), true) },
    { key: 'F8', run: () => (given.next(), true) },
    { key: 'Escape', run: (view) => (view.contentDOM.blur(), true) },
    ...completionKeymap,
    ...defaultKeymap,
    indentWithTab,
  ]);
  const view = new EditorView({
    parent,
    root,
    state: EditorState.create({
      doc: given.text,
      extensions: [
        lineNumbers(), drawSelection(), highlightActiveLine(), indentOnInput(), yaml(), syntaxHighlighting(colours), lintGutter(),
        autocompletion({ override: [complete(given)] }), keys, look,
        EditorView.contentAttributes.of({ 'aria-label': given.label, spellcheck: 'false', tabindex: '0' }),
        EditorView.updateListener.of((update) => update.docChanged && !ours && given.changed(update.state.doc.toString())),
      ],
    }),
  });
  const place = (line: number, column: number) => {
    const found = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
    return Math.min(found.from + Math.max(column - 1, 0), found.to);
  };
  const diagnostic = (problem: Problem): Diagnostic => ({
    from: place(problem.line, problem.column),
    to: place(problem.line, problem.end),
    severity: problem.severity === 'error' ? 'error' : 'warning',
    message: `${problem.code} ${problem.cause}`,
    actions: problem.fixes.slice(0, 3).map((fix) => ({
      name: fix,
      apply: (on, from, to) => on.dispatch({ changes: { from, to, insert: fix } }),
    })),
  });
  return {
    set(text) {
      const now = view.state.doc.toString();
      if (now === text) return;
      const { at, out, put } = difference(now, text);
      ours = true;
      view.dispatch({ changes: { from: at, to: at + out.length, insert: put }, selection: { anchor: at + put.length }, annotations: Transaction.addToHistory.of(false), scrollIntoView: true });
      ours = false;
    },
    mark: (problems) => view.dispatch(setDiagnostics(view.state, problems.map(diagnostic))),
    go(line, column) {
      view.dispatch({ selection: { anchor: place(line, column) }, effects: EditorView.scrollIntoView(place(line, column), { y: 'center' }) });
      view.focus();
    },
    close: () => view.destroy(),
  };
}
