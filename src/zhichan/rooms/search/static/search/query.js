// The query line in colours: fields, operators and what is looked for. The field stays as it is; a copy of its
// text that nobody reads aloud or clicks shows through from behind it. Without this the field is a plain one.
const LONGEST = 20_000;  // pasted lists of numbers: colours say nothing there, and would cost time at each key

// As reading.py folds them: one sign for one, so that places stay.
const FOLDED = Object.fromEntries([['“”„‟「」『』', '"'], ['【〔', '['], ['】〕', ']'], ['，、；;', ','], ['\u3000', ' ']].flatMap(([signs, plain]) => [...signs].map(sign => [sign, plain])));
const folded = text => text.replace(/[\uff01-\uff5e“”„‟「」『』【〔】〕、\u3000;]/g, sign => FOLDED[sign] ?? String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

// As grammar.lark tells its signs apart. TO is one between square brackets alone.
// Brackets without blanks that follow on a word belong to it, but for those around an operator.
const SIGN = '[^\\s()\\[\\]"=<>≥≤,#]';
const OPERATOR = '(?:\\d{1,3}[WD]|/(?:\\d{1,3})?CLA|/SEN|同句|同分句)';
const BRACKETS = `\\((?!\\s*${OPERATOR}\\s*\\))(?:${SIGN}|\\(${SIGN}+\\))+\\)`;
const WORD = `${SIGN}+(?:${BRACKETS}(?:(?!(?:AND|OR|NOT|与|且|或|非|${OPERATOR})(?=[\\s("]))${SIGN}+)?)*`;
const SIGNS = [
  ['f', new RegExp(`${WORD}(?=\\s*[=><≥≤])|#\\d{1,6}(?![^\\s()])`, 'iy')],
  ['o', /(?:AND|OR|NOT|与|且|或|非|\d{1,3}[WD]|\/(?:\d{1,3})?CLA|\/SEN|同句|同分句)(?=[\s()"]|$)/iy],
  ['s', new RegExp(`"[^"]*"?|${WORD}`, 'iy')],
  ['', /[^]/y],
];
const TO = /(?:TO|至|到)(?=\s)/iy;

export function signsOf(text) {
  const plain = folded(text);
  const found = [];
  let isRange = false;
  const match = (sign, at) => { sign.lastIndex = at; return sign.exec(plain)?.[0].length ?? 0; };
  for (let at = 0, length; at < plain.length; at += length) {
    let kind = 'o';
    length = isRange ? match(TO, at) : 0;
    if (!length) for (const [name, sign] of SIGNS) { kind = name; length = match(sign, at); if (length) break; }
    if (!kind) isRange = plain[at] === '[' || (isRange && plain[at] !== ']');
    found.push([kind, text.slice(at, at + length)]);
  }
  return found;
}

function coloured(text) {
  return signsOf(text).map(([kind, said]) => {
    if (!kind) return said;
    const span = document.createElement('span');
    span.className = `tk-${kind}`;
    span.textContent = said;
    return span;
  });
}

function colour(field) {
  const copy = document.createElement('div');
  copy.className = 'in mono copy';
  copy.setAttribute('aria-hidden', 'true');
  field.before(copy);
  let isComposing = false;
  const follow = () => {
    copy.style.borderRightWidth = `${field.offsetWidth - field.clientWidth - field.clientLeft}px`;  // and its scroll bar
    copy.scrollTop = field.scrollTop;
  };
  const show = () => {
    const isShown = !isComposing && field.value.length <= LONGEST;
    field.classList.toggle('clear', isShown);
    copy.replaceChildren(...(isShown ? coloured(field.value) : [field.value]), '\u200b');
    follow();
  };
  field.addEventListener('input', show);
  field.addEventListener('scroll', follow);
  // The line of the page itself is asked by Enter; Shift and Enter begins another line in it.
  if (field.matches('[data-slash]')) field.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    field.form.requestSubmit();
  });
  // What an input method is still putting together shows as it draws it, in the field.
  field.addEventListener('compositionstart', () => { isComposing = true; show(); });
  field.addEventListener('compositionend', () => { isComposing = false; show(); });
  addEventListener('pageshow', show);  // the browser may put back what was typed
  new ResizeObserver(follow).observe(field);
  show();
}

for (const line of document.querySelectorAll('[data-query]')) {
  if (line.matches('textarea')) colour(line); else if (line.textContent.length <= LONGEST) line.replaceChildren(...coloured(line.textContent));
}
