import { newKey } from './client';

/** Idempotency-Keys of one form: the same content repeats under the same key and runs once, a changed one is another request. */
export class Keys {
  private content = '';
  private key = newKey();

  for(body: unknown): string {
    const content = JSON.stringify(body);
    if (content !== this.content) {
      this.content = content;
      this.key = newKey();
    }
    return this.key;
  }
}
