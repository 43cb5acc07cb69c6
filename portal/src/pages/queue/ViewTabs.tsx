import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import classes from './QueuePage.module.css';
import { type Counts, countOf, VIEWS, type View } from './views';

interface Props {
  view: View;
  counts: Counts | undefined;
  hrefOf: (view: View) => string;
}

/** The views with how many requests each holds; each is an address. */
export function ViewTabs({ view, counts, hrefOf }: Props) {
  const { t } = useTranslation('queue');
  return (
    <nav className={classes.views} aria-label={t('views')}>
      {VIEWS.map((one) => {
        const count = countOf(one, counts);
        return (
          <Link key={one} to={hrefOf(one)} className={classes.view} aria-current={one === view ? 'page' : undefined} preventScrollReset>
            {t(`view.${one}`)}
            {count !== null && <span className={classes.count}>{count}</span>}
          </Link>
        );
      })}
    </nav>
  );
}
