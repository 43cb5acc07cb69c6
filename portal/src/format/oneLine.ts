/** Text of one line, as the API takes it: line ends, tabs and other control characters become a blank. */
export function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
