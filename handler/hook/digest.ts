/** Tells texts apart. Node's cryptography is loaded with the first of them, so that the runtime does not wait for it. */
export async function sha256(text: string): Promise<string> {
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(text).digest('hex');
}
