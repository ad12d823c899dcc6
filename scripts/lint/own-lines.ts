// A rule for oxlint: how long a function is without the functions inside it. Each of those is measured by itself, so
// that a factory, which is a little module of functions, is not taken for one long function.

type Node = { type: string; loc: { start: { line: number }; end: { line: number } } };
type Context = {
  options: readonly { max: number }[];
  report(fault: { node: Node; message: string }): void;
};

const ownLines = {
  meta: { schema: [{ type: 'object', properties: { max: { type: 'integer' } }, required: ['max'] }] },
  create: (context: Context) => {
    const max = context.options[0]?.max ?? Infinity;
    /** For each function that is open at this place of the file, the lines that inner ones take. */
    const inner: number[] = [];
    const enter = (): void => void inner.push(0);
    const leave = (node: Node): void => {
      const all = node.loc.end.line - node.loc.start.line + 1;
      const own = all - (inner.pop() ?? 0);
      const outer = inner.length - 1;
      if (outer >= 0) inner[outer] = (inner[outer] ?? 0) + all - 1;
      if (own > max) {
        context.report({ node, message: `This function has ${own} lines of its own, more than ${max}: split it.` });
      }
    };
    const kinds = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
    return Object.fromEntries(
      kinds.flatMap((kind) => [
        [kind, enter],
        [`${kind}:exit`, leave],
      ]),
    );
  },
};

export default { meta: { name: 'sportello' }, rules: { 'own-lines': ownLines } };
