/** Sanitised text whose links open in a tab of their own, so that what is being written here is not left. */
export function cleanLinks(html: string): string {
  return html.replaceAll('<a ', '<a target="_blank" ');
}
