import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillArguments, fillLink, needsCode, type SessionValues } from './arguments.ts';

const values: SessionValues = {
  sessionId: '01a20f77-3dff-7731-8c7b-2eb6bea7fef3',
  joinCode: '123-456-789',
  customerName: 'Carla Verdi',
  host: '192.0.2.7',
  port: 5900,
};

/** What a form takes as a name, and what somebody with bad intentions would put there. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '--flag',
    '-x --flag=1',
    '/c calc.exe',
    '; rm -rf /',
    '$(reboot)',
    '`reboot`',
    '"quoted" \'twice\'',
    'two\nlines\r\nthree',
    '%COMSPEC% & calc',
    '\\\\server\\share',
    'a\u0000b',
    '\u202e--gpj',
    'x'.repeat(10_240),
    '--'.repeat(5_120),
    '{joinCode}{host}',
    '',
  ),
);
const literal = fc.constantFrom('', '--name=', '-i', 'name:', '/host:');
const placeholder = fc.constantFrom('{customerName}', '{host}', '{port}', '{joinCode}', '{sessionId}');
const templates = fc.array(
  fc.tuple(literal, placeholder).map(([before, name]) => ({ before, text: `${before}${name}` })),
  { minLength: 1, maxLength: 8 },
);

describe('an argument list', () => {
  it('has the values in their places', () => {
    expect(fillArguments(['{host}::{port}', '--name={customerName}', '{joinCode}'], values)).toEqual({
      ok: true,
      value: ['192.0.2.7::5900', '--name=Carla Verdi', '123-456-789'],
    });
    expect(fillArguments([], values)).toEqual({ ok: true, value: [] });
  });

  it.each([
    ['Łukasz Ñandú-O’Brien Jr.', 'Łukasz Ñandú-O’Brien Jr.'],
    ['王小明', '王小明'],
    ['--flag', 'flag'],
    ['; rm -rf /', 'rm -rf'],
    ['"A" $(B) `C`\nD', 'A B C D'],
    ['…', 'Customer'],
  ])('calls a customer named %j %j', (customerName, name) => {
    expect(fillArguments(['{customerName}'], { ...values, customerName })).toEqual({ ok: true, value: [name] });
  });

  it('has one argument a template, beginning as the template does, whatever the values are', () => {
    fc.assert(
      fc.property(templates, hostile, hostile, hostile, (wanted, customerName, joinCode, host) => {
        const list = wanted.map(({ text }) => text);
        const filled = fillArguments(list, { ...values, customerName, joinCode, host });
        if (!filled.ok) return ['joinCode', 'host'].includes(filled.lacks);
        return (
          filled.value.length === wanted.length &&
          filled.value.every((argument, at) => {
            const { before } = wanted[at]!;
            const value = argument.slice(before.length);
            return argument.startsWith(before) && /^[\p{L}\p{N}:]/u.test(value) && !/\p{C}|[^\S ]/u.test(value);
          })
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes nothing from a value that a shell, a program or an option parser would read', () => {
    fc.assert(
      fc.property(hostile, (customerName) => {
        const filled = fillArguments(['{customerName}'], { ...values, customerName });
        const [name = ''] = filled.ok ? filled.value : [];
        return filled.ok && name.length <= 120 && !/["`$;&|<>(){}\\/%!*?~#=,\u0000-\u001f]|^[-'’.]/.test(name);
      }),
      { numRuns: 2_000 },
    );
  });

  it('says what a session lacks', () => {
    expect(fillArguments(['{joinCode}'], { ...values, joinCode: null })).toEqual({ ok: false, lacks: 'joinCode' });
    expect(fillArguments(['{host}'], { ...values, host: '' })).toEqual({ ok: false, lacks: 'host' });
    expect(fillArguments(['{host}'], { ...values, host: '-oProxyCommand=x' })).toEqual({ ok: false, lacks: 'host' });
    expect(fillArguments(['{port}'], { ...values, port: null })).toEqual({ ok: false, lacks: 'port' });
  });
});

describe('a link', () => {
  it('keeps its shape whatever the values are', () => {
    fc.assert(
      fc.property(hostile, (customerName) => {
        const filled = fillLink('example-app://join?name={customerName}&id={sessionId}', { ...values, customerName });
        const url = new URL(filled.ok ? (filled.value[0] ?? '') : '');
        return url.protocol === 'example-app:' && [...url.searchParams.keys()].join() === 'name,id' && url.hash === '';
      }),
    );
  });
});

describe('an entry', () => {
  it('waits for a code that one of its arguments needs', () => {
    const program = (args: string[]) => ({
      launch: {
        kind: 'program' as const,
        paths: { windows: '', macos: '', linux: '' },
        arguments: args,
        endsWithProgram: false,
      },
    });
    expect(needsCode(program(['--connect', '{joinCode}']))).toBe(true);
    expect(needsCode(program(['{host}']))).toBe(false);
    expect(needsCode({ launch: { kind: 'url', url: 'x-app:{joinCode}' } })).toBe(true);
  });
});
