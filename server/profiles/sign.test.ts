import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificates } from '../notify/testing/certificates.ts';
import { mobileconfig } from './mobileconfig.ts';
import { createSigner } from './sign.ts';
import { definitions, filledOf } from './testing/samples.ts';

describe('a signed profile', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sportello-sign-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, content?: string | Buffer): string => {
    const at = path.join(folder, name);
    if (content !== undefined) writeFileSync(at, content);
    return at;
  };
  const openssl = (...words: string[]): void =>
    void execFileSync('openssl', words, { stdio: ['ignore', 'ignore', 'pipe'] });
  /** What openssl finds in the envelope, if the signature is right and its certificate is vouched for. */
  function verified(signed: Buffer, authority: string): string {
    const ca = file('ca.pem', authority);
    const into = ['-out', file('content')];
    openssl(
      'cms',
      '-verify',
      '-inform',
      'DER',
      '-in',
      file('signed', signed),
      '-CAfile',
      ca,
      '-purpose',
      'any',
      ...into,
    );
    return readFileSync(file('content'), 'utf8');
  }
  const { authority, certificates } = makeCertificates('profiles.acme.example', 'other.example');
  const [own, other] = certificates as [(typeof certificates)[0], (typeof certificates)[0]];
  const xml = mobileconfig(filledOf(definitions(authority).mail));

  it('is the profile itself in an envelope that openssl finds right, with an EC key', async () => {
    const sign = await createSigner(own.cert + authority, own.key);
    const signed = await sign(xml);
    expect(verified(signed, authority)).toBe(xml);
    openssl('pkcs7', '-inform', 'DER', '-in', file('signed'), '-print_certs', '-out', file('certs'));
    expect(readFileSync(file('certs'), 'utf8').match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });

  it('is so with an RSA key', async () => {
    openssl(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=RSA'],
      ...['-keyout', file('rsa.key'), '-out', file('rsa.pem')],
    );
    const cert = readFileSync(file('rsa.pem'), 'utf8');
    const sign = await createSigner(cert, readFileSync(file('rsa.key'), 'utf8'));
    expect(verified(await sign(xml), cert)).toBe(xml);
  });

  it('is found out when it was changed, or when nobody vouches for its signer', async () => {
    const signed = await (await createSigner(own.cert, own.key))(xml);
    expect(() => verified(signed, makeCertificates('nobody.example').authority)).toThrow(/verif/i);
    const at = signed.indexOf('mail.acme.example');
    expect(at).toBeGreaterThan(0);
    signed.write('evil', at);
    expect(() => verified(signed, authority)).toThrow(/verif/i);
  });

  it('is not made with what is no certificate, no key, or not the certificate’s key', async () => {
    await expect(createSigner('', own.key)).rejects.toThrow(/no certificate/);
    await expect(createSigner(own.cert, other.key)).rejects.toThrow(/not that of the first certificate/);
    await expect(createSigner(own.cert, 'key')).rejects.toThrow(/PEM|key|unsupported|DECODER/i);
  });
});
