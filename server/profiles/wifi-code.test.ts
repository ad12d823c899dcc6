import fc from 'fast-check';
import decodeQR from 'qr/decode.js';
import { describe, expect, it } from 'vitest';
import { qrCode, wifiCode } from './wifi-code.ts';
import { hostile } from './testing/samples.ts';

/** What a camera makes of such words: fields up to a semicolon that no backslash stands before. */
function fieldsOf(code: string): Record<string, string> {
  expect(code).toMatch(/^WIFI:.*;;$/su);
  const fields = [...code.slice('WIFI:'.length, -1).matchAll(/([A-Z]):((?:\\.|[^\\;])*);/gsu)];
  expect(fields.map(([whole]) => whole).join('')).toBe(code.slice('WIFI:'.length, -1));
  return Object.fromEntries(fields.map(([, key = '', value = '']) => [key, value.replaceAll(/\\(.)/gsu, '$1')]));
}

/** The dark squares of the picture, read off its one path. */
function scan(svg: string): string {
  const size = Number(/viewBox="0 0 (\d+) \d+"/.exec(svg)?.[1]);
  const scale = 4;
  const width = size * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  let [x, y] = [0, 0];
  for (const [, command = '', a = '', b = ''] of (/ d="([^"]+)"/.exec(svg)?.[1] ?? '').matchAll(
    /([Mm])\s*(-?\d+)[ ,]?\s*(-?\d+)h1v1[Hh]-?\d+Z/g,
  )) {
    [x, y] = command === 'M' ? [Number(a), Number(b)] : [x + Number(a), y + Number(b)];
    for (let dy = 0; dy < scale; dy += 1)
      for (let dx = 0; dx < scale; dx += 1)
        data.fill(
          0,
          ((y * scale + dy) * width + x * scale + dx) * 4,
          ((y * scale + dy) * width + x * scale + dx) * 4 + 3,
        );
  }
  return decodeQR({ width, height: width, data });
}

describe('the QR code of a network', () => {
  it('says how to join', () => {
    const office = { ssid: 'Office', security: 'wpa', password: 'abc;12:"\\,x', hidden: false } as const;
    expect(wifiCode(office)).toBe('WIFI:T:WPA;S:Office;P:abc\\;12\\:\\"\\\\\\,x;;');
    expect(wifiCode({ ...office, hidden: true })).toMatch(/;H:true;;$/);
    expect(wifiCode({ ssid: 'Guests', security: 'open', password: '', hidden: false })).toBe(
      'WIFI:T:nopass;S:Guests;;',
    );
    expect(fieldsOf(wifiCode({ ...office, security: 'wpa3' }))['T']).toBe('WPA');
  });

  it('gives back any name and any password, and never a field more', () => {
    fc.assert(
      fc.property(hostile, hostile, fc.boolean(), (ssid, password, hidden) => {
        const fields = fieldsOf(wifiCode({ ssid, security: 'wpa', password, hidden }));
        expect(fields).toEqual({ T: 'WPA', S: ssid, P: password, ...(hidden ? { H: 'true' } : {}) });
      }),
    );
  });

  it('is a picture that a reader of such codes reads', () => {
    fc.assert(
      fc.property(hostile, hostile, (ssid, password) => {
        const code = wifiCode({ ssid, security: 'wpa', password, hidden: false });
        expect(scan(qrCode(code))).toBe(code);
      }),
      { numRuns: 20 },
    );
  });
});
