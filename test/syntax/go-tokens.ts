// The tokens of Go text, for comparing a printed tree with its source: comments and semicolons are left out, and so are
// commas before a closing bracket. Made apart from the product's scanner, by one regular expression.

const token =
  /[ \t\r\n;]+|\/\/[^\n]*|\/\*.*?\*\/|(`[^`]*`|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|0[xX](?:[0-9a-fA-F_.]|[pP][+-]?)*i?|\.?[0-9](?:[eE][+-]|[0-9a-zA-Z_.])*|[\p{L}_][\p{L}\p{Nd}_]*|&\^=|<<=|>>=|\.\.\.|&&|&\^|\|\||<<|<-|>>|\+\+|--|:=|[-+*/%&|^=!<>]=|.)/gsu;

export function goTokens(source: string): string[] {
  const tokens: string[] = [];
  for (const match of source.matchAll(token)) {
    const text = match[1];
    if (text === undefined) continue;
    if ((text === ')' || text === ']' || text === '}') && tokens.at(-1) === ',') tokens.pop();
    tokens.push(text);
  }
  return tokens;
}
