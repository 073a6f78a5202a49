// What protocols call the messages that libraries have types for; from RFC 9113, section 6, and the documentation of
// golang.org/x/net/http2, of which net/http has a copy with a prefix.

const frames: ReadonlyMap<string, string> = new Map([
  ['DataFrame', 'DATA'],
  ['MetaHeadersFrame', 'HEADERS'],
  ['HeadersFrame', 'HEADERS'],
  ['RSTStreamFrame', 'RST_STREAM'],
  ['SettingsFrame', 'SETTINGS'],
  ['PushPromiseFrame', 'PUSH_PROMISE'],
  ['PingFrame', 'PING'],
  ['GoAwayFrame', 'GOAWAY'],
  ['WindowUpdateFrame', 'WINDOW_UPDATE'],
]);

/** Methods that ask a message for a flag, by what they are called in a condition. */
const flags: ReadonlyMap<string, string> = new Map([['StreamEnded()', 'END_STREAM']]);

export const messageWords = {
  /** What the protocol calls a message, by the package's path and the type's name. */
  wordOf: (type: string): string | undefined => {
    const name = /^(?:golang\.org\/x\/net\/http2\.|net\/http\.http2)(\w+)$/.exec(type)?.[1];
    return name === undefined ? undefined : frames.get(name);
  },
  /** What the protocol calls the flag that a condition, or a part of it, asks for. */
  flagOf: (condition: string): string | undefined => {
    for (const part of condition.split(' && ')) {
      const asked = /^[\w.]*\.(\w+\(\))$/.exec(part)?.[1];
      const flag = asked === undefined ? undefined : flags.get(asked);
      if (flag !== undefined) return flag;
    }
    return undefined;
  },
};
