import { readFileSync, readdirSync } from 'node:fs';
import { parseAst } from 'vite';
import { describe, expect, test } from 'vitest';

// What is built, not what is written: libraries are in it too. scripts/ui builds
// it before these tests run.
const DIST = 'dist/';
const ASSETS = readdirSync(`${DIST}assets`).filter((f) => f.endsWith('.js')).map((f) => `assets/${f}`);
const ALL = [...ASSETS, 'embed.js', 'sw.js'];

/** Node is a node of a syntax tree, as far as it is looked at. */
interface Node {
  type: string;
  [name: string]: unknown;
}

function* nodes(of: unknown): Generator<Node> {
  if (Array.isArray(of)) for (const one of of) yield* nodes(one);
  else if (typeof of === 'object' && of !== null) {
    if ('type' in of) yield of as Node;
    yield* nodes(Object.values(of));
  }
}

const tree = (file: string) => parseAst(readFileSync(DIST + file, 'utf8'));

/** newer names the syntax that Chromium 78 or Safari 14 cannot read; one such
 *  place and none of the file runs. */
function newer(node: Node): string {
  switch (node.type) {
    case 'PrivateIdentifier':
    case 'StaticBlock':
    case 'ChainExpression':
      return node.type;
    case 'LogicalExpression':
      return node.operator === '??' ? '??' : '';
    case 'PropertyDefinition':
      return node.static ? 'static field' : '';
    case 'AssignmentExpression':
      return ['??=', '||=', '&&='].includes(node.operator as string) ? String(node.operator) : '';
    case 'Literal': {
      const regex = node.regex as { pattern: string; flags: string } | undefined;
      return regex && (/\(\?<[=!]/.test(regex.pattern) || /[dv]/.test(regex.flags)) ? String(node.raw) : '';
    }
  }
  return '';
}

/** loaded lists a page's script and all that it imports at once. */
function loaded(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  for (const node of nodes(tree(file))) {
    const from = (node.source as { value?: string } | null | undefined)?.value;
    if (/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type) && from?.startsWith('./')) loaded(`assets/${from.slice(2)}`, known);
  }
  return known;
}

/** calls lists the methods that code calls and older web views lack. */
function calls(file: string): string[] {
  return [...nodes(tree(file))].flatMap((node) => {
    const name = node.type === 'CallExpression' && ((node.callee as Node).property as { name?: string } | undefined)?.name;
    return name && /^(at|findLast|findLastIndex|hasOwn|replaceAll|replaceChildren|replaceSync|structuredClone|toReversed|toSorted|toSpliced)$/.test(name) ? [name] : [];
  });
}

describe('what is built for old web views', () => {
  test.each(ALL)('%s has no syntax newer than Chromium 78 and Safari 14', (file) => {
    expect([...nodes(tree(file))].map(newer).filter(Boolean)).toEqual([]);
  });

  // No compiler lowers what is in Lit's templates. Those that stand for an older way beside them are not named.
  test.each(['index', 'drive', 'embed'])('the page %s is laid out without what they pass over', (page) => {
    const entry = ASSETS.find((f) => f.startsWith(`assets/${page}-`))!;
    const shorthand = /(?:^|[\s;{])((?:inset|padding-inline|padding-block|margin-inline|margin-block)(?:-start|-end)?)\s*:/g;
    const passed = (file: string) => [...readFileSync(DIST + file, 'utf8').matchAll(shorthand)].map((m) => m[1]!).filter((name) => name !== 'margin-inline-start');
    expect([...loaded(entry)].flatMap(passed)).toEqual([]);
  });

  test.each(['index', 'drive', 'embed'])('the page %s begins without methods that they lack', (page) => {
    const entry = ASSETS.find((f) => f.startsWith(`assets/${page}-`))!;
    const files = [...loaded(entry)];
    expect(files.length).toBeGreaterThan(5);
    // Lit asks before it calls the one.
    expect(Object.fromEntries(files.map((f) => [f, calls(f).filter((name) => name !== 'replaceSync')]).filter(([, names]) => names!.length > 0))).toEqual({});
  });
});
