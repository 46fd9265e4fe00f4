import { tongue } from './language';
import { PROBLEMS } from './problems';

const SUSPECT = 'suspect: ';

// NAMED is a note that ends with names of the file, which both languages want.
const NAMED = /^(工作表|没有读的工作表|未识别而略过的列) ([a-z ]+: (.+))$/u;

/** inTongue tells what the server says is wrong in the language in use. Texts
 *  that hold both languages are cut; what nobody translated stays English. */
export function inTongue(text: string): string {
  const plain = text.startsWith(SUSPECT) ? text.slice(SUSPECT.length) : text;
  const named = NAMED.exec(plain);
  if (named) return tongue.language === 'en' ? named[2]! : `${named[1]}：${named[3]}`;
  const both = /^([^a-zA-Z]*\p{Script=Han}[^a-zA-Z\s]*)\s([A-Za-z0-9].*)$/u.exec(plain);
  if (both) return (tongue.language === 'en' ? both[2]! : both[1]!).trim();
  return tongue.language === 'en' ? plain : inChinese(plain);
}

// AT is where in a text of hours something is wrong.
const AT = /^at character (\d+): (.+)$/;

function inChinese(text: string): string {
  const at = AT.exec(text);
  if (at) return `第 ${at[1]} 个字符：${inChinese(at[2]!)}`;
  for (const [pattern, chinese] of PROBLEMS) {
    if (pattern.test(text)) return text.replace(pattern, chinese);
  }
  return text;
}
