import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { OctetString } from 'asn1js';
import {
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedData,
  SignerInfo,
} from 'pkijs';

/** Signs a profile: the whole of it in a CMS (PKCS#7) envelope, in DER. */
export type Signer = (profile: string) => Promise<Buffer>;

const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const hash = 'SHA-256';
const curves: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

type SigningKey = Parameters<SignedData['sign']>[0];

/** The private key for WebCrypto, which the library signs with. Throws in words where it is none that devices take. */
function importKey(pem: string): Promise<SigningKey> {
  const key = createPrivateKey(pem);
  const curve = curves[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (key.asymmetricKeyType !== 'rsa' && curve === undefined) {
    throw new Error('the key is neither RSA nor on the curve P-256, P-384 or P-521');
  }
  const algorithm = curve === undefined ? { name: 'RSASSA-PKCS1-v1_5', hash } : { name: 'ECDSA', namedCurve: curve };
  const der = key.export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']) as Promise<SigningKey>;
}

/**
 * A signer by a certificate, which may be followed by those that lead to one that devices trust, and its key, all in
 * PEM. Throws in words where these are not right or not of each other.
 */
export async function createSigner(certificates: string, keyPem: string): Promise<Signer> {
  const chain = (certificates.match(pemBlock) ?? []).map((block) => new X509Certificate(block));
  const [own] = chain;
  if (own === undefined) throw new Error('there is no certificate in PEM');
  if (!own.checkPrivateKey(createPrivateKey(keyPem))) throw new Error('the key is not that of the first certificate');
  const key = await importKey(keyPem);
  const all = chain.map(({ raw }) => Certificate.fromBER(raw));
  const first = all[0] as Certificate;

  return async (profile) => {
    const content = Buffer.from(profile);
    const signed = new SignedData({
      version: 1,
      encapContentInfo: new EncapsulatedContentInfo({
        eContentType: ContentInfo.DATA,
        eContent: new OctetString({ valueHex: new Uint8Array(content).buffer }),
      }),
      signerInfos: [
        new SignerInfo({
          version: 1,
          sid: new IssuerAndSerialNumber({ issuer: first.issuer, serialNumber: first.serialNumber }),
        }),
      ],
      certificates: all,
    });
    await signed.sign(key, 0, hash);
    const envelope = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: signed.toSchema(true) });
    return Buffer.from(envelope.toSchema().toBER(false));
  };
}
