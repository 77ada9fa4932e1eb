/** Base64 of bytes that arrive in pieces, both ways. Native where the runtime has it (Uint8Array.toBase64). */

interface Native {
  toBase64?(): string;
}

const TEXT = new TextEncoder();

/** Bytes to base64, three at a time; what is left over waits for the next piece. */
export class Encoder {
  #left: Uint8Array = new Uint8Array(0);

  /** The base64 of all whole groups so far. */
  take(bytes: Uint8Array): Uint8Array {
    const whole = joined(this.#left, bytes);
    const end = whole.length - whole.length % 3;
    this.#left = whole.slice(end);
    return TEXT.encode(encoded(whole.subarray(0, end)));
  }

  /** The base64 of the last one or two bytes, padded. */
  end(): Uint8Array {
    return TEXT.encode(encoded(this.#left));
  }
}

/** Base64 to bytes, four letters at a time. Throws for letters that are not base64. */
export class Decoder {
  #left: Uint8Array = new Uint8Array(0);

  take(letters: Uint8Array): Uint8Array<ArrayBuffer> {
    const whole = joined(this.#left, letters);
    const end = whole.length - whole.length % 4;
    this.#left = whole.slice(end);
    const text = atob(new TextDecoder("latin1").decode(whole.subarray(0, end)));
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
    return bytes;
  }
}

function encoded(bytes: Uint8Array): string {
  const native = bytes as Native;
  if (native.toBase64) return native.toBase64();
  let text = "";
  for (let at = 0; at < bytes.length; at += 8190) text += btoa(String.fromCharCode(...bytes.subarray(at, at + 8190)));
  return text;
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (!left.length) return right;
  const whole = new Uint8Array(left.length + right.length);
  whole.set(left);
  whole.set(right, left.length);
  return whole;
}
