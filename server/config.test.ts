import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig, type Config } from './config.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../docs/operator/relay.md'), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` +\| `(SPORTELLO_\w+)` *\| (`[^`]*`)? *\| (.+?) *\|$/gm)].map(
  ([, setting = '', variable = '', shown = '``']) => ({ setting, variable, shown: shown.slice(1, -1) }),
);
const defaults = readConfig({});
const asText = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value));
/** Values of which each setting takes at least one that is not its default. */
const others = ['31', 'true', 'debug', 'tls', '10.0.0.0/8', 'https://help.example.org', '/elsewhere', 'a@b.example'];

/** Settings that make sense together alone. */
const turn = { SPORTELLO_TURN_URLS: 'turn:turn.example.org', SPORTELLO_TURN_SECRET: 'shared' };
const together = {
  ...turn,
  SPORTELLO_MAIL_FROM: 'relay@example.org',
  SPORTELLO_TEXT_TOKEN: 'x',
  SPORTELLO_TEXT_FROM: 'x',
  SPORTELLO_PROFILE_CERTIFICATE: 'x',
  SPORTELLO_PROFILE_KEY: 'x',
};

/** What a setting is when the variable has this value; its default where that is none. */
function read(setting: string, variable: string, value: string): string {
  try {
    return asText(readConfig({ ...together, [variable]: value })[setting as keyof Config]);
  } catch {
    return asText(defaults[setting as keyof Config]);
  }
}

describe('the operator’s table of settings', () => {
  it('has every setting of the relay, and no other', () => {
    expect(rows.map(({ setting }) => setting).sort()).toEqual(Object.keys(defaults).sort());
  });

  it.each(rows)('tells the default of $setting, and the variable that sets it', ({ setting, variable, shown }) => {
    expect(asText(defaults[setting as keyof Config])).toBe(shown);
    expect(others.map((value) => read(setting, variable, value))).toContainEqual(
      expect.not.stringMatching(`^${shown}$`),
    );
  });
});

describe('a configuration that is not right', () => {
  const fault = (env: Record<string, string>): string => {
    try {
      readConfig(env);
      return '';
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as Error).message;
    }
  };
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'sportello-config-')), 'relay.json');
  const withFile = (content: string): string => {
    writeFileSync(file, content);
    return fault({ SPORTELLO_CONFIG: file });
  };
  afterAll(() => rmSync(path.dirname(file), { recursive: true }));

  it('is told in one go, each fault with its variable and in words', () => {
    const message = fault({
      SPORTELLO_PORT: 'x',
      SPORTELLO_LOG_LEVEL: 'loud',
      SPORTELLO_TRUSTED_PROXIES: '10.0.0.0/8,proxy',
    });
    expect(message.split('\n')).toHaveLength(4);
    expect(message).toMatch(/^The configuration is not right:$/m);
    expect(message).toMatch(/^ {2}port \(SPORTELLO_PORT\): /m);
    expect(message).toMatch(/^ {2}logLevel \(SPORTELLO_LOG_LEVEL\): .*"debug"/m);
    expect(message).toMatch(/^ {2}trustedProxies \(SPORTELLO_TRUSTED_PROXIES\): Only addresses and networks/m);
  });

  it('has a TURN server without its secret, or media by TURN alone without a server', () => {
    expect(fault({ SPORTELLO_TURN_URLS: 'turn:turn.example.org' })).toContain('turnSecret (SPORTELLO_TURN_SECRET): ');
    expect(fault({ SPORTELLO_MEDIA_OVER_TURN_ONLY: 'true' })).toContain('(SPORTELLO_MEDIA_OVER_TURN_ONLY): ');
    expect(fault({ ...turn, SPORTELLO_MEDIA_OVER_TURN_ONLY: 'true' })).toBe('');
  });

  it.each(['10.0.0.0/33', '::1/129', '10.0.0', 'localhost', '10.0.0.0/8/8', '10.0.0.0/x'])(
    'has no proxy at %s',
    (proxy) => expect(fault({ SPORTELLO_TRUSTED_PROXIES: proxy })).toContain('SPORTELLO_TRUSTED_PROXIES'),
  );

  it('tells of a file that is not there, is no JSON, is no object, or has a setting that there is not', () => {
    expect(fault({ SPORTELLO_CONFIG: '/nowhere.json' })).toContain('SPORTELLO_CONFIG (/nowhere.json): ENOENT');
    expect(withFile('{')).toContain(`SPORTELLO_CONFIG (${file}): `);
    expect(withFile('[]')).toContain('Expected an object of settings');
    expect(withFile('{"prot": 4180}')).toContain('"prot"');
  });

  it('tells what is of no use without something else', () => {
    expect(fault({ SPORTELLO_SMTP_HOST: 'mail.example.org' })).toContain(
      'mailFrom (SPORTELLO_MAIL_FROM): Expected, since there is smtpHost',
    );
    const message = fault({ SPORTELLO_TEXT_ACCOUNT: 'AC1', SPORTELLO_TEXT_TOKEN: 'x' });
    expect(message.split('\n')).toHaveLength(2);
    expect(message).toContain('textFrom (SPORTELLO_TEXT_FROM)');
  });

  it('is none where a variable is empty, and the environment counts more than the file', () => {
    expect(withFile('{"port": 1, "host": "0.0.0.0"}')).toBe('');
    const config = readConfig({ SPORTELLO_CONFIG: file, SPORTELLO_PORT: '2', SPORTELLO_HOST: '' });
    expect([config.port, config.host]).toEqual([2, '0.0.0.0']);
  });
});
