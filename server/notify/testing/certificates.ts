import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A certificate with its key, both in PEM. */
export type Certificate = { cert: string; key: string };

/** An authority of its own that nobody trusts unless told to, and certificates by it for the names. */
export function makeCertificates(...names: readonly string[]): { authority: string; certificates: Certificate[] } {
  const folder = mkdtempSync(path.join(tmpdir(), 'sportello-certificates-'));
  const file = (name: string): string => path.join(folder, name);
  const read = (name: string): string => readFileSync(file(name), 'utf8');
  const make = (name: string, subject: string, ...more: readonly string[]): void => {
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const into = ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`), '-subj', `/CN=${subject}`];
    execFileSync('openssl', ['req', '-x509', ...kind, ...into, ...more], { stdio: ['ignore', 'ignore', 'pipe'] });
  };
  try {
    make('authority', 'Test authority');
    const by = ['-CA', file('authority.pem'), '-CAkey', file('authority.key')];
    const certificates = names.map((name) => {
      make(name, name, ...by, '-addext', `subjectAltName=DNS:${name}`, '-addext', 'basicConstraints=critical,CA:FALSE');
      return { cert: read(`${name}.pem`), key: read(`${name}.key`) };
    });
    return { authority: read('authority.pem'), certificates };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
