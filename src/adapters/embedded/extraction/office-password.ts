import type officeCrypto from 'officecrypto-tool';
import type { Outcome } from './outcome.ts';

type Crypto = typeof officeCrypto;
type Refusal = Exclude<Outcome, { outcome: 'extracted' }>;

const COMPOUND = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
/** With this one Excel encrypts workbooks that are only protected against changes: everybody can open them. */
const NOBODYS = 'VelvetSweatshop';

const NEEDED =
  'The file is encrypted: give its password once to read it, or upload a copy without a password.';
const WRONG = 'The password is wrong. Try again, or upload a copy without one.';
const UNKNOWN_WAY =
  'The file is encrypted in a way that is not known here, or damaged. Upload a copy without a password.';

/** The bytes of an Office file as they are without encryption, or why they cannot be had. */
export const unlockOffice = async (
  bytes: Uint8Array,
  password: string | undefined,
): Promise<Uint8Array | Refusal> => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!file.subarray(0, COMPOUND.length).equals(COMPOUND)) return bytes;
  const { default: crypto } = await import('officecrypto-tool');
  if (!isEncrypted(crypto, file)) return bytes;
  const decrypt = (attempt: string) => opened(crypto, file, attempt);
  try {
    return (
      (await decrypt(NOBODYS)) ??
      (password === undefined
        ? { outcome: 'needs-password', reason: NEEDED }
        : ((await decrypt(password)) ?? { outcome: 'needs-password', reason: WRONG }))
    );
  } catch {
    return { outcome: 'failed', reason: UNKNOWN_WAY };
  }
};

/** A damaged container is none that a password opens: its reader says what is wrong with it. */
const isEncrypted = (crypto: Crypto, file: Buffer): boolean => {
  try {
    return crypto.isEncrypted(file);
  } catch {
    return false;
  }
};

/** Null with a wrong password. */
const opened = async (crypto: Crypto, file: Buffer, password: string): Promise<Buffer | null> => {
  try {
    return await crypto.decrypt(file, { password });
  } catch (error) {
    if (error instanceof Error && error.message.includes('password is incorrect')) return null;
    throw error;
  }
};
