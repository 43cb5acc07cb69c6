import { useTranslation } from 'react-i18next';
import { PersonAvatar } from '@/components/PersonAvatar';
import { Keys } from '@/components/shortcuts/Keys';
import { useShortcutsEnabled } from '@/components/shortcuts/useShortcuts';
import classes from './QueueRail.module.css';
import type { Counts } from './views';

const SHOWN = [
  { does: 'nextAndPrevious', keys: ['J', 'K'] },
  { does: 'open', keys: ['Enter'] },
  { does: 'take', keys: ['P'] },
  { does: 'search', keys: ['/'] },
  { does: 'all', keys: ['?'] },
] as const;

/** Beside the queue: who has how much (for dispatchers alone), and the shortcuts. */
export function QueueRail({ counts }: { counts: Counts | undefined }) {
  const { t } = useTranslation(['queue', 'shortcuts']);
  const [isEnabled] = useShortcutsEnabled();
  return (
    <div className={classes.rail}>
      {counts?.per_consultant && <Loads loads={counts.per_consultant} people={counts.people} />}
      {isEnabled && (
        <section className={`${classes.card} ${classes.shortcuts}`} aria-labelledby="queue-shortcuts">
          <h2 id="queue-shortcuts">{t('shortcuts:short')}</h2>
          <dl>
            {SHOWN.map(({ does, keys }) => (
              <div key={does} className={classes.line}>
                <dt>{t(`shortcuts:${does}`)}</dt>
                <dd>
                  <Keys keys={[...keys]} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}

function Loads({ loads, people }: { loads: NonNullable<Counts['per_consultant']>; people: Counts['people'] }) {
  const { t } = useTranslation('queue');
  const most = Math.max(1, ...loads.map((load) => load.active));
  return (
    <section className={classes.card} aria-labelledby="queue-loads">
      <h2 id="queue-loads">{t('load.title')}</h2>
      <ul className={classes.loads}>
        {loads.map((load) => (
          <li key={load.consultant_id}>
            <PersonAvatar person={people[load.consultant_id]} />
            <span className={classes.name}>{people[load.consultant_id]?.name ?? '…'}</span>
            <span className={classes.active}>{load.active}</span>
            {load.urgent > 0 && <span className={classes.urgent}>{t('load.urgent', { count: load.urgent })}</span>}
            <span className={classes.bar} aria-hidden>
              <span className={classes.urgentPart} style={{ width: `${(100 * load.urgent) / most}%` }} />
              <span className={classes.part} style={{ width: `${(100 * (load.active - load.urgent)) / most}%` }} />
            </span>
          </li>
        ))}
      </ul>
      <p className={classes.note}>{loads.length ? t('load.note') : t('load.none')}</p>
    </section>
  );
}
