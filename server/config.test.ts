import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, type Config } from './config.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../docs/operator/relay.md'), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` +\| `(SPORTELLO_\w+)` *\| (`[^`]*`)? *\| (.+?) *\|$/gm)].map(
  ([, setting = '', variable = '', shown = '``']) => ({ setting, variable, shown: shown.slice(1, -1) }),
);
const defaults = readConfig({});
const asText = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value));
/** Values of which each setting takes at least one that is not its default. */
const others = ['31', 'true', 'debug', '10.0.0.0/8', 'https://help.example.org', '/elsewhere'];

/** What a setting is when the variable has this value; its default where that is none. */
function read(setting: string, variable: string, value: string): string {
  try {
    return asText(readConfig({ [variable]: value })[setting as keyof Config]);
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
