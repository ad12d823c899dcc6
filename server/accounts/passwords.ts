import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** Memory in KiB, passes, lanes: OWASP's second recommended set for argon2id. */
const parameters = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;

const derive = (password: string, nonce: Buffer, { memory, passes, parallelism }: typeof parameters): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    argon2('argon2id', { message: password, nonce, memory, passes, parallelism, tagLength }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** An argon2id hash in the PHC string format. Works off the event loop. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const key = await derive(password, nonce, parameters);
  const { memory, passes, parallelism } = parameters;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(key)}`;
}

/** Whether the password fits the hash. Without a hash it takes as long, so that an unknown account can't be told from a wrong password. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, nonce, key] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash ?? '') ?? [];
  if (nonce === undefined || key === undefined) {
    await derive(password, randomBytes(16), parameters);
    return false;
  }
  const right = Buffer.from(key, 'base64');
  const given = await derive(password, Buffer.from(nonce, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return right.length === given.length && timingSafeEqual(right, given);
}
