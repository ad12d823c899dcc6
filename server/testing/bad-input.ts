import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { consoleCommands, consoleQueries, portalCommands, portalQueries } from '../../protocol/commands.ts';

// What a broken or wicked program may send. Everything is JSON as text, so that it can be what no object is.

/** Something sent to one of the relay's entries. */
export type BadInput =
  | { entry: 'console' | 'portal'; kind: 'ask' | 'tell'; event: string; payload: string }
  | { entry: 'console' | 'portal'; kind: 'packet'; packet: string }
  | { entry: 'console' | 'portal'; kind: 'handshake'; auth: string }
  | { entry: 'http'; method: string; path: string; headers: Record<string, string>; body: string };

/** Ids that exist, for input that is nearly right: refused for one reason only. */
export type Known = { request: number; slug: string; message: string; usedCommand: string };

const wickedNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', '', 'NaN'];
const nested = (depth: number, [open, close]: readonly [string, string]): string =>
  open.repeat(depth) + close.repeat(depth);
const deep = fc
  .tuple(fc.nat(20_000), fc.constantFrom(['[', ']'] as const, ['{"a":', '}'] as const, ['{"__proto__":', '}'] as const))
  .map(([depth, brackets]) =>
    brackets[0] === '[' ? nested(depth, brackets) : `${brackets[0].repeat(depth)}1${brackets[1].repeat(depth)}`,
  );
const long = fc
  .tuple(fc.nat(120_000), fc.constantFrom('a', '\u0000', '\ud800', '"', '😀', '\n'))
  .map(([length, character]) => JSON.stringify(character.repeat(length)));
const oddNumbers = fc.constantFrom('1e999', '-1e999', '-0', '1e-400', '9007199254740993', '0.1', '2147483648', '-1');
const polluted = fc
  .tuple(fc.constantFrom(...wickedNames), fc.json({ maxDepth: 2 }))
  .map(([name, value]) => `{${JSON.stringify(name)}:${value},"isAdmin":true}`);
const anyJson = fc.oneof(
  { weight: 8, arbitrary: fc.json({ maxDepth: 4 }) },
  { weight: 2, arbitrary: oddNumbers },
  { weight: 2, arbitrary: polluted },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: long },
);

/** A right value of each field, by name; what is bad about an input is put in on purpose. */
const rightInput = (known: Known): Readonly<Record<string, unknown>> => ({
  id: known.request,
  text: 'Words',
  seq: 1,
  note: '',
  to: { kind: 'queue' },
  available: true,
  companyId: null,
  after: 0,
  stage: 'open',
  companies: [],
  unassignedOnly: false,
  slug: known.slug,
  name: 'Carla',
  email: 'carla@acme.example',
  problem: 'Words',
  fields: {},
  language: 'it',
  page: '',
  website: '',
  delivered: known.message,
  read: null,
  stars: 3,
  comment: '',
});

/** The input of a command with one field spoilt or left out, so that it can't be right. */
function spoiltInput(known: Known, schema: { shape: object } | object): fc.Arbitrary<string> {
  const fields = 'shape' in schema ? Object.keys(schema.shape as object) : [];
  if (fields.length === 0) return fc.constantFrom('null', '1', '"x"', '[]');
  const right = rightInput(known);
  const bad = fc.constantFrom(
    'null',
    '[]',
    '{}',
    'true',
    '1.5',
    '-1',
    '1e999',
    '"\\u0000"',
    `"${'x'.repeat(101_000)}"`,
  );
  return fc
    .tuple(fc.constantFrom(...fields), fc.option(fc.oneof(bad, anyJson), { nil: undefined }))
    .map(([spoilt, value]) => {
      const parts = fields.flatMap((field) => {
        if (field === spoilt) return value === undefined ? [] : [`"${field}":${value}`];
        return [`"${field}":${JSON.stringify(right[field] ?? null)}`];
      });
      return `{${parts.join(',')}}`;
    });
}

/** Whether an input is one that the contract takes; such a one is no bad input. */
const isRight = (schema: { safeParse: (value: unknown) => { success: boolean } }, input: string): boolean => {
  try {
    return schema.safeParse(JSON.parse(input)).success;
  } catch {
    return false;
  }
};

type Contract = Readonly<Record<string, { input: { safeParse: (value: unknown) => { success: boolean } } }>>;

/** Frames of commands or queries whose name, id or input is wrong. */
function frames(contract: Contract, known: Known, hasId: boolean): fc.Arbitrary<string> {
  const name = fc.constantFrom(...Object.keys(contract));
  const id = fc.constant(0).map(() => newId());
  const spoilt = name.chain((name) =>
    fc
      .tuple(id, spoiltInput(known, contract[name]!.input))
      .filter(([, input]) => !isRight(contract[name]!.input, input))
      .map(([id, input]) => `{"id":"${id}","name":"${name}","input":${input}}`),
  );
  const wrongName = fc
    .tuple(id, fc.oneof(fc.constantFrom(...wickedNames), fc.string()), anyJson)
    .filter(([, name]) => !Object.hasOwn(contract, name))
    .map(([id, name, input]) => `{"id":"${id}","name":${JSON.stringify(name)},"input":${input}}`);
  const wrongId = fc
    .tuple(fc.oneof(fc.constantFrom('null', '1', '""', '"00000000-0000-0000-0000-000000000000"'), anyJson), name)
    .map(([id, name]) => `{"id":${id},"name":"${name}","input":{}}`);
  return fc.oneof(
    { weight: 6, arbitrary: spoilt },
    { weight: 2, arbitrary: wrongName },
    { weight: hasId ? 1 : 0, arbitrary: wrongId },
    { weight: 3, arbitrary: anyJson },
  );
}

/** Right commands at a wrong time: for a request that is closed and was reopened, nothing of this can be done. */
function outOfOrder(known: Known): fc.Arbitrary<string> {
  const never = [
    'request.assign',
    'request.unassign',
    'request.transfer',
    'request.close',
    'request.reopen',
    'chat.send',
  ];
  const more = ['handover.accept', 'handover.decline', 'handover.cancel', 'chat.join', 'chat.end'];
  return fc.tuple(fc.constantFrom(...never, ...more), fc.boolean()).map(([name, isReused]) => {
    const input = { id: known.request, text: 'Words', note: '', to: { kind: 'queue' } };
    return JSON.stringify({ id: isReused ? known.usedCommand : newId(), name, input });
  });
}

const packets = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .tuple(
      fc.constantFrom('0', '1', '2', '3', '4', '40', '41', '42', '43', '44', '45', '46', '5', '6', '51-', '451-'),
      fc.string(),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(
    '42',
    '42[',
    '42["command"',
    '42/console,1["command",',
    '42/console,["disconnect"]',
    '42/console,["error",{}]',
    '42/console,99999999999999999999["command"]',
    '451-/console,["command",{"_placeholder":true,"num":9}]',
    '42/nowhere,["command",{}]',
    '42/console,"command"',
    '42/console,{}',
    '42/console,[{}]',
  ),
  deep.map((json) => `42/console,7["command",${json}]`),
);

const asks = (entry: 'console' | 'portal', event: string, payload: fc.Arbitrary<string>): fc.Arbitrary<BadInput> =>
  payload.map((payload) => ({ entry, kind: 'ask', event, payload }));
const signals = (entry: 'console' | 'portal', events: readonly string[]): fc.Arbitrary<BadInput> =>
  fc.tuple(fc.constantFrom(...events), anyJson).map(([event, payload]) => ({ entry, kind: 'tell', event, payload }));
const entries = fc.constantFrom('console' as const, 'portal' as const);
const handshakes: fc.Arbitrary<BadInput> = fc
  .tuple(
    entries,
    fc.oneof(
      anyJson,
      fc
        .record({ protocol: fc.constantFrom(0, 2, 1.5, '1', null), token: fc.string(), request: fc.constant(null) })
        .map((auth) => JSON.stringify(auth)),
      fc
        .record({
          protocol: fc.constant(1),
          token: fc.string(),
          request: fc.record({ id: fc.integer({ min: 1 }), secret: fc.string(), after: fc.constant(null) }),
        })
        .map((auth) => JSON.stringify(auth)),
      fc.constantFrom('', '{', '[', 'undefined'),
    ),
  )
  .map(([entry, auth]) => ({ entry, kind: 'handshake', auth }));

const path = fc.oneof(
  fc.constantFrom(
    '/api/sign-in',
    '/api/portals/..%2f..%2fetc',
    '/api/portals/__proto__',
    '/api/uploads',
    '/api/uploads/x',
    '/api/files/..%2f',
    '/api/files/x/ticket',
    '/p/..%2f',
    '/p/%00',
    '/%',
    '/assets/..%2f..%2frelay.db',
    '/socket.io/?EIO=9',
    '/api/portals/',
    `/${'a'.repeat(9_000)}`,
  ),
  fc.webPath(),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'x-forwarded-for',
    'accept-language',
    'user-agent',
    'content-type',
    'origin',
    'cookie',
    'authorization',
  ),
  fc.oneof(
    fc.stringMatching(/^[ -~]{0,200}$/),
    fc.constantFrom('application/json', 'text/plain', 'application/json; charset=utf-7', ', , ,', '256.1.1.1, ::'),
  ),
);
/** Nothing here signs in: a body that is right in shape would be a guess, which is counted. */
const bodies = fc.oneof(
  anyJson,
  fc.constantFrom('', '{', '{"email":', '{"email":"a","password":null,"device":"d"}'),
  long.map((text) => `{"email":${text}}`),
);
const requests: fc.Arbitrary<BadInput> = fc
  .tuple(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'), path, headers, bodies)
  .map(([method, path, headers, body]) => ({ entry: 'http', method, path, headers, body }));

/** Bad input of every kind for every entry; none of it changes anything. */
export const badInputs = (known: Known): fc.Arbitrary<BadInput> =>
  fc.oneof(
    { weight: 12, arbitrary: asks('console', 'command', frames(consoleCommands, known, true)) },
    { weight: 4, arbitrary: asks('console', 'query', frames(consoleQueries, known, false)) },
    { weight: 4, arbitrary: asks('console', 'command', outOfOrder(known)) },
    { weight: 8, arbitrary: asks('portal', 'command', frames(portalCommands, known, true)) },
    { weight: 1, arbitrary: asks('portal', 'query', frames(portalQueries, known, false)) },
    {
      weight: 3,
      arbitrary: signals('console', [
        'typing',
        'viewing',
        'attendance',
        'screen-share-signal',
        'nonsense',
        'message',
        '__proto__',
      ]),
    },
    { weight: 2, arbitrary: signals('portal', ['typing', 'screen-share-signal', 'nonsense', 'update']) },
    {
      weight: 2,
      arbitrary: fc.tuple(entries, packets).map(([entry, packet]) => ({ entry, kind: 'packet' as const, packet })),
    },
    { weight: 2, arbitrary: handshakes },
    { weight: 3, arbitrary: requests },
  );
