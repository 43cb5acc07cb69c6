/** What comes from the clipboard, made into the tags that a request's text has. The page's CSP keeps `style` attributes from being
 * parsed, so they are read as text and turned into tags: without this, text from Google Docs arrives all bold and Word's lists as dots. */

const KEPT_AS = 'data-pasted-style';
const DROPPED = 'style, meta, link, xml, script, title, head, o\\:p';
const OWN_PICTURE = /^\/api\/v1\/files\/[\da-f-]{36}\/content$/u;

/** Pasted HTML with bold, italic and lists as tags; pictures of other places, styles and comments are gone. */
export function cleanPasted(html: string): string {
  const inert = html.replaceAll(/<!--[\s\S]*?-->/gu, '').replaceAll(/(<[^>]*\s)style=/giu, `$1${KEPT_AS}=`);
  const page = new DOMParser().parseFromString(inert, 'text/html');
  for (const element of page.querySelectorAll(DROPPED)) element.remove();
  for (const picture of page.querySelectorAll('img')) {
    if (!OWN_PICTURE.test(picture.getAttribute('src') ?? '')) picture.remove();
  }
  wordLists(page);
  for (const element of page.querySelectorAll<HTMLElement>(`[${KEPT_AS}]`)) styled(element);
  return page.body.innerHTML;
}

const styleOf = (element: Element) => element.getAttribute(KEPT_AS) ?? '';

/** An element's bold, italic and underline as tags around what it holds; a `b` that is not bold goes (Google Docs). */
function styled(element: HTMLElement): void {
  const style = styleOf(element);
  element.removeAttribute(KEPT_AS);
  if (element.tagName === 'B' && /font-weight:\s*(normal|[1-4]00)/iu.test(style)) {
    element.replaceWith(...element.childNodes);
    return;
  }
  if (element.tagName !== 'SPAN') return;
  if (/font-weight:\s*(bold|[6-9]00)/iu.test(style)) wrap(element, 'strong');
  if (/font-style:\s*italic/iu.test(style)) wrap(element, 'em');
  if (/text-decoration[^;]*underline/iu.test(style)) wrap(element, 'u');
}

function wrap(element: HTMLElement, tag: string): void {
  const around = element.ownerDocument.createElement(tag);
  around.append(...element.childNodes);
  element.append(around);
}

/** Word writes list items as paragraphs with a mark in front: back into lists. */
function wordLists(page: Document): void {
  for (const item of page.querySelectorAll<HTMLElement>(`p[${KEPT_AS}*="mso-list"]`)) {
    const mark = item.querySelector(`[${KEPT_AS}*="mso-list"]`);
    const isNumbered = /^\s*[\da-z]+[.)]/iu.test(mark?.textContent ?? '');
    mark?.remove();
    const tag = isNumbered ? 'OL' : 'UL';
    const before = item.previousElementSibling;
    const list = before?.tagName === tag ? before : page.createElement(tag);
    if (list !== before) item.before(list);
    const entry = page.createElement('li');
    entry.append(...item.childNodes);
    list.append(entry);
    item.remove();
  }
}
