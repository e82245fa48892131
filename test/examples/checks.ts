/** Turns an example into a module that checks what its comments promise. */
import ts from "typescript";

/** The function that a rewritten example calls with a value, the JSON of its comment and its line in the block. */
export const CHECK = "__check";
const PROMISE = /^\/\/ => (.*)$/;

/**
 * Rewrites `console.log(value); // => JSON`, `value; // => JSON` and `const name = value; // => JSON` into checks. Line
 * numbers do not change.
 *
 * @param isDocstring true if a comment that is JSON counts even without `=>`
 * @throws Error if a comment with a promised value belongs to no statement
 */
export function withChecks(code: string, isDocstring: boolean): string {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.Latest, true);
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  const used = new Set<number>();
  const visit = (node: ts.Node): void => {
    const comment = ts.getTrailingCommentRanges(code, node.end)?.[0];
    const promised = comment && promiseOf(code.slice(comment.pos, comment.end), isDocstring);
    if (promised !== undefined && comment && !used.has(comment.pos) && ts.isStatement(node)) {
      const value = checkedValue(node);
      if (value !== undefined) {
        used.add(comment.pos);
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line;
        const check = `${CHECK}(${value.text}, ${JSON.stringify(promised)}, ${line});`;
        edits.push({ start: value.start, end: node.end, text: check });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const promises = [...code.matchAll(/\/\/ => /g)].filter(({ index }) => !used.has(index));
  if (promises.length > 0) throw new Error(`no value for the comment ${code.slice(promises[0].index).split("\n")[0]}`);
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), code);
}

/** The imports, from the package's entries, of the names that a docstring's example uses and does not declare. */
export function missingImports(code: string, entryOf: ReadonlyMap<string, string>): string {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.Latest, true);
  const declared = new Set<string>();
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isDeclaration =
        (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) &&
        parent.name === node;
      const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
      if (isDeclaration) declared.add(node.text);
      else if (!isMember) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...used]
    .filter((name) => !declared.has(name) && entryOf.has(name))
    .map((name) => `import { ${name} } from "${entryOf.get(name)}"; `)
    .join("");
}

function promiseOf(comment: string, isDocstring: boolean): string | undefined {
  const promised = PROMISE.exec(comment)?.[1];
  if (promised !== undefined || !isDocstring) return promised;
  const text = comment.replace(/^\/\/ /, "");
  try {
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

/** The text of the value that a statement has or logs, and the start of the code that a check of it replaces. */
function checkedValue(node: ts.Statement): { readonly text: string; readonly start: number } | undefined {
  if (ts.isExpressionStatement(node)) {
    const { expression } = node;
    const isLog = ts.isCallExpression(expression) && expression.expression.getText() === "console.log";
    const value = isLog ? expression.arguments[0] : expression;
    return { text: value.getText(), start: node.getStart() };
  }
  if (!ts.isVariableStatement(node)) return undefined;
  const { name } = node.declarationList.declarations[0];
  // The declaration stays; its check follows it.
  return ts.isIdentifier(name) ? { text: name.text, start: node.end } : undefined;
}
