import { cleanLinks } from './cleanLinks';
import classes from './RichText.module.css';

/** Text of an entry. The server has sanitised it (services/tickets/domain/texts.py); links open beside the page. */
export function RichText({ html }: { html: string }) {
  // oxlint-disable-next-line react/no-danger -- sanitised by the server, and the page's CSP allows no inline script
  return <div className={classes.text} dangerouslySetInnerHTML={{ __html: cleanLinks(html) }} />;
}
